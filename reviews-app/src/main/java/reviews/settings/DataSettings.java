package reviews.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import reviews.settings.StoreSettings.Login;

/**
 * Where everything is kept and whose identity is used to get there.
 *
 * @param store for restaurants, reviews and visits; files and folders, which images name by themselves, count only where
 *   nothing else is named
 * @param identity the client id of a user-assigned identity; empty means the system-assigned one
 * @param vault where the site reads secrets by itself; empty means nowhere
 */
public record DataSettings(StoreSettings store, PhotoSettings photos, Optional<String> identity,
    Optional<VaultSettings> vault) {
  private static final String CONTAINER = "(?=.{3,63}$)[a-z0-9](-?[a-z0-9])*";
  private static final String ACCOUNT = "[a-z0-9]{3,24}";

  static DataSettings from(Environment environment) {
    Optional<VaultSettings> vault = VaultSettings.from(environment);
    return new DataSettings(store(environment, vault), photos(environment), identity(environment), vault);
  }

  /** With what the vault said; a connection string counts only where the environment gave no store. */
  DataSettings with(Optional<Secret> connection) {
    return store instanceof StoreSettings.Unknown unknown && connection.isPresent()
        ? new DataSettings(unknown.at(connection.get()), photos, identity, vault)
        : this;
  }

  private static StoreSettings store(Environment environment, Optional<VaultSettings> vault) {
    boolean inVault = vault.isPresent() && vault.get().secrets().contains(Setting.CONNECTION_STRING);
    SecretSetting connection = environment.secret(Setting.CONNECTION_STRING);
    Optional<String> host = environment.optional(Setting.DBHOST);
    if (host.isPresent() && (inVault || !(connection instanceof SecretSetting.Missing))) {
      environment.fault(Setting.CONNECTION_STRING, "and DBHOST both say where the store is: give only one of them");
    }
    if (host.isPresent()) {
      return passwordless(environment, host.get());
    }
    for (Setting lonely : new Setting[]{Setting.DBNAME, Setting.DBUSER}) {
      if (environment.optional(lonely).isPresent()) {
        environment.fault(lonely, "means nothing without DBHOST");
      }
    }
    return switch (connection) {
      case SecretSetting.Loaded(Secret secret) -> read(environment, secret);
      case SecretSetting.Unresolved _,SecretSetting.Unreadable _,SecretSetting.TooShort _ -> unknown(environment);
      case SecretSetting.Missing _ -> inVault
          ? unknown(environment)
          : new StoreSettings.Embedded(environment.path(Setting.REVIEWS_STORE));
    };
  }

  private static StoreSettings read(Environment environment, Secret connection) {
    try {
      return ConnectionString.read(connection, environment.text(Setting.DB_NAME),
          environment.text(Setting.COLLECTION_NAME));
    } catch (ConnectionString.Fault fault) {
      environment.fault(Setting.CONNECTION_STRING, fault.what());
      return unknown(environment);
    }
  }

  private static StoreSettings passwordless(Environment environment, String host) {
    if (!host.matches("[A-Za-z0-9.-]+(:\\d+)?")
        || (host.contains(":") && !ConnectionString.isPort(host.split(":", 2)[1]))) {
      environment.fault(Setting.DBHOST, "is '" + host + "': give the server's name, with :port if it is not 5432");
      return unknown(environment);
    }
    String name = host.split(":", 2)[0];
    int port = host.contains(":") ? Integer.parseInt(host.substring(name.length() + 1)) : 5432;
    return new StoreSettings.Postgres(name, port, needed(environment, Setting.DBNAME),
        needed(environment, Setting.DBUSER), new Login.ManagedIdentity(), !ConnectionString.isThisMachine(name));
  }

  private static StoreSettings unknown(Environment environment) {
    return new StoreSettings.Unknown(environment.text(Setting.DB_NAME), environment.text(Setting.COLLECTION_NAME));
  }

  private static String needed(Environment environment, Setting setting) {
    return environment.optional(setting).orElseGet(() -> {
      environment.fault(setting, "is missing: DBHOST needs DBNAME and DBUSER");
      return "";
    });
  }

  private static PhotoSettings photos(Environment environment) {
    Optional<String> account = environment.optional(Setting.STORAGE_ACCOUNT_NAME);
    Optional<URI> endpoint = environment.address(Setting.STORAGE_ENDPOINT);
    Optional<String> container = environment.optional(Setting.STORAGE_CONTAINER_NAME);
    boolean open = environment.flag(Setting.STORAGE_PUBLIC);
    if (account.isEmpty() && container.isEmpty() && endpoint.isEmpty()) {
      if (open) {
        environment.fault(Setting.STORAGE_PUBLIC, "means nothing without STORAGE_ACCOUNT_NAME");
      }
      return new PhotoSettings.Folder(folder(environment));
    }
    if (container.isEmpty() || !container.get().matches(CONTAINER)) {
      environment.fault(Setting.STORAGE_CONTAINER_NAME, container.isEmpty()
          ? "is missing: photos in Azure need STORAGE_ACCOUNT_NAME and STORAGE_CONTAINER_NAME"
          : "is '" + container.get() + "': no container has such a name");
    }
    if (account.isEmpty() || !account.get().matches(ACCOUNT)) {
      environment.fault(Setting.STORAGE_ACCOUNT_NAME, account.isEmpty()
          ? "is missing: photos in Azure need STORAGE_ACCOUNT_NAME and STORAGE_CONTAINER_NAME"
          : "is '" + account.get() + "': an account's name is 3 to 24 small letters and digits");
      return new PhotoSettings.Folder(folder(environment));
    }
    return new PhotoSettings.Blobs(
        endpoint.orElseGet(() -> URI.create("https://" + account.get() + ".blob.core.windows.net")),
        container.orElse(""), open);
  }

  /** Beside the embedded store unless another one is named: where the one can be written the other can be too. */
  private static Path folder(Environment environment) {
    return environment.optional(Setting.REVIEWS_PHOTOS).isPresent()
        ? environment.path(Setting.REVIEWS_PHOTOS)
        : environment.path(Setting.REVIEWS_STORE).resolveSibling("photos");
  }

  private static Optional<String> identity(Environment environment) {
    Optional<String> id = environment.optional(Setting.AZURE_CLIENT_ID);
    if (id.isPresent() && !id.get().matches("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")) {
      environment.fault(Setting.AZURE_CLIENT_ID, "is '" + id.get() + "': give the identity's client id, a GUID");
    }
    return id;
  }
}
