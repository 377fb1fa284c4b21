package relay.journal.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One kind of value as JSON in a column. Members that it does not know are ignored: a later version may add some. Values are
 * immutable, so that the text read again and again by loops that wait is read only once.
 */
public final class Codec<T> {
  private static final int REMEMBERED = 256;
  private final ObjectWriter writer;
  private final ObjectReader reader;
  private final Map<String, T> remembered = Collections.synchronizedMap(new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
      return size() > REMEMBERED;
    }
  });

  Codec(JsonMapper json, TypeReference<T> type) {
    this.writer = json.writerFor(type);
    this.reader = json.readerFor(type);
  }

  public String write(T value) {
    try {
      return writer.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The value that {@link #write} wrote as {@code text}.
   *
   * @throws UncheckedIOException when {@code text} is nothing that {@link #write} writes
   */
  public T read(String text) {
    T known = remembered.get(text);
    if (known != null) {
      return known;
    }
    T value = parse(text);
    remembered.put(text, value);
    return value;
  }

  private T parse(String text) {
    try {
      @Nullable
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
