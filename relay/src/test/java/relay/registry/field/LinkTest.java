package relay.registry.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTest {
  private static Optional<String> next(String field) {
    return Link.parse(field).orElseThrow().stream().filter(link -> link.is("next")).findFirst().map(Link::target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"</a?b=1,2;c>; rel=\"next\"", "</a?b=1,2;c>;rel=next", "</a?b=1,2;c> ; REL = \"Next\"",
      "</first>; rel=first, </a?b=1,2;c>; rel=next, </last>; rel=last", "</a?b=1,2;c>; rel=\"last next\"",
      "</a?b=1,2;c>; title=\"a, b; rel=prev\"; rel=next", "</p>; rel=prev,,\t</a?b=1,2;c>; crossorigin; rel=next;",
      "</a?b=1,2;c>; rel=next; rel=prev", "</other>; rel=next; anchor=\"/x\", </a?b=1,2;c>; title*=UTF-8''n; rel=next"})
  void finds_the_next_page_wherever_and_however_it_is_written(String field) {
    assertThat(next(field)).contains("/a?b=1,2;c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "</a>", "</a>; rel=prev", "</a>; title=next", "</a>; rel=nextpage",
      "</a>; rel=\"\""})
  void other_links_lead_to_no_next_page(String field) {
    assertThat(next(field)).isEmpty();
  }

  @Test
  void what_is_no_link_cannot_be_read() {
    for (String field : new String[]{"/a; rel=next", "</a; rel=next", "</a> rel=next", "</a>; rel=\"next",
        "<a>; rel=a\"b",
        "</a>; rel=next, next"}) {
      assertThat(Link.parse(field)).as(field).isEmpty();
    }
  }
}
