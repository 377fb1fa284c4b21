package relay.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** One kind of value as JSON in a column. Members that it does not know are ignored: a later version may add some. */
final class Codec<T> {
  private final ObjectWriter writer;
  private final ObjectReader reader;

  Codec(JsonMapper json, TypeReference<T> type) {
    this.writer = json.writerFor(type);
    this.reader = json.readerFor(type);
  }

  String write(T value) {
    try {
      return writer.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** @throws UncheckedIOException when {@code text} is not what {@link #write} writes */
  T read(String text) {
    try {
      T value = reader.readValue(text);
      if (value == null) {
        throw new UncheckedIOException(new IOException("a value was expected, not null"));
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
