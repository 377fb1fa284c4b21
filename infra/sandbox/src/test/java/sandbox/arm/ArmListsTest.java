package sandbox.arm;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sandbox.arm.answer.ArmReply;

/** What a subscription holds, as Azure CLI asks for it before it acts on a registry that it knows by name alone. */
class ArmListsTest extends ArmWorld {
  private static final String SUBSCRIPTION = "/subscriptions/" + ID.subscription();
  private static final RegistryId REGISTRY = new RegistryId(ID.subscription(), "rg-registry", "crreviewsprod");

  private static final class BareRegistry implements ManagedResource {
    @Override
    public ResourceId id() {
      return REGISTRY;
    }

    @Override
    public JsonObject document() {
      return new JsonObject().put("id", REGISTRY.path()).put("name", REGISTRY.name())
          .put("type", "Microsoft.ContainerRegistry/registries").put("location", "westeurope")
          .put("properties", new JsonObject().put("loginServer", "crreviewsprod.azurecr.io"));
    }

    @Override
    public ArmReply perform(ArmOperation.Call call, Buffer body, Page page) {
      return ArmReply.json(200, document());
    }
  }

  @BeforeEach
  void fill() {
    arm.add(new BareRegistry());
    arm.add(new Site(ID.inSlot("staging"), site.details(), new JsonObject(), new FakeHost(), InstantSource.system()));
    arm.grants().grant(IDENTITY,
        Set.of(Grants.LIST_RESOURCES, "Microsoft.ContainerRegistry/registries/read"));
  }

  private HttpResponse<Buffer> list(String path) throws Exception {
    return sendTo("GET", path + (path.contains("?") ? "&" : "?") + "api-version=2024-11-01", "arm", null);
  }

  private HttpResponse<Buffer> filtered(String filter) throws Exception {
    return list(SUBSCRIPTION + "/resources?%24filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8));
  }

  private static List<String> names(HttpResponse<Buffer> answer) {
    JsonArray rows = json(answer).getJsonArray("value");
    return rows.stream().map(JsonObject.class::cast).map(row -> row.getString("name")).toList();
  }

  @Test
  void the_registry_of_a_name_is_found_as_azure_cli_asks_for_it() throws Exception {
    var answer = filtered("resourceType eq 'Microsoft.ContainerRegistry/registries'");
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonObject row = json(answer).getJsonArray("value").getJsonObject(0);
    assertThat(names(answer)).containsExactly("crreviewsprod");
    assertThat(row.getString("id")).isEqualTo(REGISTRY.path());
    assertThat(row.containsKey("properties")).as("properties").isFalse();
  }

  @ParameterizedTest
  @CsvSource(quoteCharacter = '"', value = {"resourceType eq 'microsoft.web/SITES', app-reviews-prod",
      "resourceType eq 'Microsoft.Web/sites/slots', app-reviews-prod/staging",
      "name eq 'CRreviewsProd', crreviewsprod", "resourceGroup eq 'RG-registry', crreviewsprod",
      "location eq 'westeurope' and resourceType eq 'Microsoft.Web/sites', app-reviews-prod",
      "name eq 'nobody', ''", "name eq 'crreviewsprod' and name eq 'app-reviews-prod', ''"})
  void a_filter_is_read_without_case(String filter, String name) throws Exception {
    assertThat(names(filtered(filter))).isEqualTo(name.equals("''") ? List.of() : List.of(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "name ne 'a'", "name eq a", "tagName eq 'a'", "name eq 'a' and",
      "name eq 'a' or name eq 'b'"})
  void a_filter_that_cannot_be_read_is_refused(String filter) throws Exception {
    var answer = filtered(filter);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(code(answer)).isEqualTo("InvalidFilterInQueryString");
  }

  @Test
  void lists_are_of_a_subscription_or_of_a_group_and_leave_out_what_is_elsewhere() throws Exception {
    assertThat(names(list(SUBSCRIPTION + "/resources"))).containsExactlyInAnyOrder("app-reviews-prod",
        "app-reviews-prod/staging", "crreviewsprod");
    assertThat(names(list(SUBSCRIPTION + "/resourcegroups/RG-Registry/resources"))).containsExactly("crreviewsprod");
    assertThat(names(list("/subscriptions/another/resources"))).isEmpty();
    assertThat(names(list(SUBSCRIPTION + "/providers/Microsoft.ContainerRegistry/registries")))
        .containsExactly("crreviewsprod");
    var sites = list(SUBSCRIPTION + "/resourceGroups/" + ID.group() + "/providers/Microsoft.Web/sites");
    assertThat(names(sites)).containsExactly("app-reviews-prod");
    assertThat(json(sites).getJsonArray("value").getJsonObject(0).getJsonObject("properties").getString("sku"))
        .isEqualTo("Basic");
  }

  @Test
  void listing_is_no_right_of_the_relay() throws Exception {
    arm.grants().reset(IDENTITY);
    var answer = list(SUBSCRIPTION + "/resources");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(json(answer).getJsonObject("error").getString("message")).contains("'" + Grants.LIST_RESOURCES + "'")
        .contains("'" + SUBSCRIPTION + "'");
    assertThat(list(SUBSCRIPTION + "/providers/Microsoft.Network/networks").statusCode()).isEqualTo(404);
  }
}
