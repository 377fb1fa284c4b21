package relay.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredBodyTest {
  @ParameterizedTest
  @ValueSource(strings = {"{'authorization':['Bearer HIDE-ME-PLEASE']}", "{'passw\\u006frd':'HIDE-ME'}",
      "{'a':{'password':'x\\\"HIDE-ME'}}", "{'x-api-key':'HIDE-ME'}", "{'accessKey':'HIDE-ME'}",
      "{'connectionString':'Server=a;Pass=HIDE-ME'}", "{'pwd':'HIDE-ME'}",
      "{'url':'https://a/b?x=1&signature=HIDE-ME'}",
      "{'headers':{'Authorization':{'scheme':'Basic','value':'HIDE-ME'}}}", "{'clientSecret':['a',{'b':'HIDE-ME'}]}",
      "{'url':'https://user:HIDE-ME@host/path'}", "{'said':'Authorization: Bearer HIDE-ME-PLEASE'}",
      "{'data_base64':'HIDE-ME'}", "{'text':'AccountName=a;AccountKey=HIDE-ME==;x=y'}",
      "{'API_KEY':12, 'token':'HIDE-ME'}",
      "{'jwt':'eyJhbGciOiJSUzI1NiJ9.HIDE-ME.sig'}", "[{'data':{'validationCode':'HIDE-ME'}}]",
      "{'se':{'sas':'HIDE-ME'}}",
      "{'a':'https://h/?code=HIDE-ME'}"})
  void a_credential_is_not_stored_in_whatever_form_it_was_sent(String body) {
    String kept = StoredBody.of(body.replace('\'', '"'));

    assertThat(kept).doesNotContain("HIDE-ME").contains("***").startsWith(body.substring(0, 1))
        .endsWith(body.substring(body.length() - 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "{'action':'push','target':{'size':1e400,'digest':'sha256:6c3c624b58dbbcd3c0dd82b4c53f04194d1247c6eebdaab7c610cf7d66709b3b'}}",
      "{'subject':'team/reviews:1.4','topic':'/subscriptions/0/resourceGroups/a/providers/Microsoft.ContainerRegistry/registries/b'}",
      "[{'id':'cb8c3971-9adc-488b-xxxx-43cbb4974ff5','nil':null,'yes':true,'list':[1,-2.50,'a=b']}]",
      "{'request':{'host':'shop.azurecr.io','method':'PUT','useragent':'docker/20.10 (linux; a@b)'},'mail':'see https://a/b?c=@d'}"})
  void everything_else_is_stored_as_it_was_sent(String body) {
    String json = body.replace('\'', '"');

    assertThat(StoredBody.of(json)).isEqualTo(json);
  }

  @Test
  void a_member_whose_name_holds_a_credential_is_hidden_with_its_value() {
    assertThat(StoredBody.of("{\"i\":\"push\",\"://7@)\":\"1a1pN://177@2\",\"a\\\"://u:p@h\" : 1}"))
        .startsWith("{\"i\":\"push\",")
        .endsWith(" : 1}").doesNotContain("7@", "177@", "u:p@");
  }

  @Test
  void a_long_body_is_cut_at_a_whole_character_and_says_so() {
    String kept = StoredBody.of("{\"a\":\"x" + "\ud83d\ude00".repeat(50_000) + "\"}");

    assertThat(kept).hasSizeBetween(StoredBody.MAX_CHARS, StoredBody.MAX_CHARS + 60)
        .contains("... (cut, 100009 characters in all)");
    assertThat(kept.charAt(kept.indexOf("... (cut") - 1)).matches(c -> !Character.isHighSurrogate(c));
  }

  @Test
  void nothing_is_stored_of_what_is_no_json() {
    assertThat(StoredBody.of("{\"password\": \"x")).doesNotContain("password");
  }
}
