package reviews.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reviews.settings.StoreSettings.Login;

class DataSettingsTest {
  private static final String CLIENT = "11111111-2222-3333-4444-555555555555";

  @Test
  void a_database_named_by_its_host_is_signed_in_to_by_the_managed_identity_over_tls() throws SettingsException {
    assertThat(store("DBHOST", "db.postgres.database.azure.com", "DBNAME", "reviews", "DBUSER", "id-reviews"))
        .isEqualTo(new StoreSettings.Postgres("db.postgres.database.azure.com", 5432, "reviews", "id-reviews",
            new Login.ManagedIdentity(), true));
    assertThat(store("DBHOST", "127.0.0.1:5433", "DBNAME", "reviews", "DBUSER", "me")).isEqualTo(
        new StoreSettings.Postgres("127.0.0.1", 5433, "reviews", "me", new Login.ManagedIdentity(), false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql://jo:p%40ss%3Bw@db.example:6432/shop?sslmode=require",
      "postgres://jo:p%40ss%3Bw@db.example:6432/shop",
      "Host=db.example;Port=6432;Database=shop;Username=jo;Password='p@ss;w';Ssl Mode=Require",
      "Server=db.example;Database=shop;Port=6432;User Id=jo;Password=\"p@ss;w\";Ssl Mode=VerifyFull;",
      "host=db.example port=6432 dbname=shop user=jo password='p@ss;w' sslmode=verify-full"})
  void every_way_to_write_a_postgresql_connection_string_means_the_same(String text) throws SettingsException {
    assertThat(store("CONNECTION_STRING", text)).isEqualTo(new StoreSettings.Postgres("db.example", 6432, "shop", "jo",
        new Login.Password(new Secret("p@ss;w")), true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mongodb://acc:key==@acc.mongo.cosmos.azure.com:10255/?ssl=true&replicaSet=globaldb",
      "mongodb+srv://u:p@cluster.mongocluster.cosmos.azure.com/?tls=true", "mongodb://localhost:27017"})
  void mongodb_is_known_by_its_connection_string(String text) throws SettingsException {
    assertThat(store("CONNECTION_STRING", text, "DB_NAME", "d"))
        .isEqualTo(new StoreSettings.Mongo(new Secret(text), "d", "reviews"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"mongodb://u:hush@db.example:27017 | add tls=true",
      "mongodb://u:hush@localhost:1,db.example:2/ | add tls=true",
      "mongodb+srv://u:hush@db.example/?tls=false | add tls=true",
      "postgres://u:hush@db.example/d?sslmode=disable | sslmode must be require",
      "Host=db.example;Database=d;Username=u;Password=hush;Ssl Mode=Prefer | sslmode must be require",
      "Host=db.example;Database=d;Username=u;Password=hush;Ssl Mode=Perhaps | unknown sslmode",
      "postgres://u:hush@db.example | names no database", "postgres://db.example/hush | names no user",
      "postgres://u:hu/sh@db.example/d | percent-encoding", "jdbc:postgresql://db.example/hush | JDBC",
      "Host=db.example;hush | cannot be read", "Host=db.example;Port=hush;Database=d;Username=u | port",
      "postgres://u:hush@db.example:65536/d | port",
      "Server=tcp:hush.database.windows.net,1433;Database=d | names no user", "hush | no known kind",
      "mysql://u:hush@db.example/d | no known kind"})
  void a_connection_string_that_cannot_be_used_is_a_fault_that_quotes_nothing_of_it(String text, String why) {
    assertThat(faults("CONNECTION_STRING", text)).singleElement()
        .satisfies(fault -> assertThat(fault).startsWith("CONNECTION_STRING ").contains(why).doesNotContain("hush"));
  }

  @Test
  void settings_that_contradict_each_other_are_faults() {
    String local = "postgres://u:p@localhost/d";
    assertThat(faults("CONNECTION_STRING", local, "DBHOST", "h", "DBNAME", "d", "DBUSER", "u")).singleElement()
        .satisfies(fault -> assertThat(fault).contains("CONNECTION_STRING and DBHOST"));
    assertThat(faults("DBHOST", "h")).hasSize(2)
        .anySatisfy(fault -> assertThat(fault).startsWith("DBNAME is missing"))
        .anySatisfy(fault -> assertThat(fault).startsWith("DBUSER is missing"));
    assertThat(faults("DBUSER", "u")).containsExactly("DBUSER means nothing without DBHOST");
    assertThat(faults("DBHOST", "https://h/", "DBNAME", "d", "DBUSER", "u")).singleElement()
        .satisfies(fault -> assertThat(fault).contains("DBHOST is 'https://h/'"));
    assertThat(faults("DBHOST", "h:65536", "DBNAME", "d", "DBUSER", "u")).hasSize(1);
    assertThat(faults("AZURE_CLIENT_ID", "me")).hasSize(1);
  }

  @Test
  void files_that_an_image_names_count_only_where_nothing_else_is_named() throws SettingsException {
    assertThat(store("CONNECTION_STRING", "mongodb://localhost", "REVIEWS_STORE", "/app/data/reviews.db"))
        .isInstanceOf(StoreSettings.Mongo.class);
    assertThat(store("DBHOST", "h", "DBNAME", "d", "DBUSER", "u", "REVIEWS_STORE", "/app/data/reviews.db"))
        .isInstanceOf(StoreSettings.Postgres.class);
    assertThat(photos("STORAGE_ACCOUNT_NAME", "streviews", "STORAGE_CONTAINER_NAME", "photos", "REVIEWS_PHOTOS", "p"))
        .isInstanceOf(PhotoSettings.Blobs.class);
    assertThat(photos("REVIEWS_PHOTOS", "/p")).isEqualTo(new PhotoSettings.Folder(Path.of("/p")));
    assertThat(photos("REVIEWS_STORE", "/tmp/reviews/reviews.db")).as("beside the store")
        .isEqualTo(new PhotoSettings.Folder(Path.of("/tmp/reviews/photos")));
  }

  @Test
  void an_unresolved_connection_string_is_no_fault_and_no_store() throws SettingsException {
    SiteSettings settings = SiteSettings
        .from(environment("CONNECTION_STRING", "@Microsoft.KeyVault(VaultName=v;SecretName=s)"), "1");
    assertThat(settings.data().store()).isEqualTo(new StoreSettings.Unknown("reviews", "reviews"));
    assertThat(settings.secrets()).containsEntry(Setting.CONNECTION_STRING, new SecretSetting.Unresolved());
  }

  @Test
  void photos_are_in_a_folder_unless_an_account_is_named() throws SettingsException {
    assertThat(photos("STORAGE_ACCOUNT_NAME", "streviews", "STORAGE_CONTAINER_NAME", "photos")).isEqualTo(
        new PhotoSettings.Blobs(URI.create("https://streviews.blob.core.windows.net"), "photos", false));
    assertThat(photos("STORAGE_ACCOUNT_NAME", "streviews", "STORAGE_CONTAINER_NAME", "photos", "STORAGE_ENDPOINT",
        "https://streviews.blob.core.chinacloudapi.cn/", "STORAGE_PUBLIC", "true")).isEqualTo(
            new PhotoSettings.Blobs(URI.create("https://streviews.blob.core.chinacloudapi.cn"), "photos", true));
    assertThat(faults("STORAGE_ACCOUNT_NAME", "streviews")).singleElement().asString()
        .startsWith("STORAGE_CONTAINER_NAME is missing");
    assertThat(faults("STORAGE_CONTAINER_NAME", "photos")).singleElement().asString()
        .startsWith("STORAGE_ACCOUNT_NAME is missing");
    assertThat(faults("STORAGE_ACCOUNT_NAME", "St_Reviews", "STORAGE_CONTAINER_NAME", "a--b")).hasSize(2);
    assertThat(faults("STORAGE_PUBLIC", "true")).hasSize(1);
  }

  @Test
  void a_vault_is_asked_for_the_secrets_that_are_listed() throws SettingsException {
    SiteSettings settings = SiteSettings.from(environment("KEY_VAULT_URI", "https://kv.vault.azure.net/",
        "KEY_VAULT_SECRETS", "SECRET_KEY, CONNECTION_STRING", "AZURE_CLIENT_ID", CLIENT), "1");
    assertThat(settings.data().vault()).contains(new VaultSettings(URI.create("https://kv.vault.azure.net"),
        Set.of(Setting.SECRET_KEY, Setting.CONNECTION_STRING), Duration.ofMinutes(5)));
    assertThat(settings.data().identity()).contains(CLIENT);
    assertThat(settings.data().store()).isInstanceOf(StoreSettings.Unknown.class);
    SiteSettings read = settings.with(Map.of(Setting.SECRET_KEY, new SecretSetting.Loaded(new Secret("k")),
        Setting.CONNECTION_STRING, new SecretSetting.Loaded(new Secret("mongodb://localhost:1"))));
    assertThat(read.secretKey().loaded()).contains(new Secret("k"));
    assertThat(read.data().store())
        .isEqualTo(new StoreSettings.Mongo(new Secret("mongodb://localhost:1"), "reviews", "reviews"));
    assertThat(faults("KEY_VAULT_URI", "https://kv.vault.azure.net", "SECRET_KEY", "here")).singleElement().asString()
        .startsWith("SECRET_KEY is set although");
    assertThat(faults("KEY_VAULT_URI", "https://kv.vault.azure.net", "KEY_VAULT_SECRETS", "PORT")).singleElement()
        .asString().contains("names 'PORT'", "CONNECTION_STRING, SECRET_KEY");
    assertThat(faults("KEY_VAULT_SECRETS", "SECRET_KEY")).hasSize(1);
    assertThat(faults("KEY_VAULT_URI", "http://kv.vault.azure.net")).hasSize(1);
  }

  private static StoreSettings store(String... pairs) throws SettingsException {
    return SiteSettings.from(environment(pairs), "1").data().store();
  }

  private static PhotoSettings photos(String... pairs) throws SettingsException {
    return SiteSettings.from(environment(pairs), "1").data().photos();
  }

  private static List<String> faults(String... pairs) {
    List<String> faults = new ArrayList<>();
    assertThatThrownBy(() -> SiteSettings.from(environment(pairs), "1"))
        .asInstanceOf(InstanceOfAssertFactories.type(SettingsException.class))
        .satisfies(bad -> faults.addAll(bad.faults()));
    return faults;
  }

  private static Map<String, String> environment(String... pairs) {
    var environment = new HashMap<String, String>();
    for (int i = 0; i < pairs.length; i += 2) {
      environment.put(pairs[i], pairs[i + 1]);
    }
    return environment;
  }
}
