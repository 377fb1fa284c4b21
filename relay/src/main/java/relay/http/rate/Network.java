package relay.http.rate;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of addresses, {@code 10.0.0.0/8}.
 *
 * @param bits how many leading bits they share
 */
public record Network(InetAddress base, int bits) {
  private static final Pattern FORM = Pattern.compile("(?<address>[0-9A-Fa-f.:]{2,45})(/(?<bits>\\d{1,3}))?");

  /** A network or a single address; empty for anything else, names in particular. */
  public static Optional<Network> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    return address(form.group("address")).flatMap(base -> {
      int all = base.getAddress().length * 8;
      int bits = form.group("bits") == null ? all : Integer.parseInt(form.group("bits"));
      return bits <= all ? Optional.of(new Network(base, bits)) : Optional.empty();
    });
  }

  /** A literal address; nothing is looked up. */
  static Optional<InetAddress> address(String text) {
    try {
      return FORM.matcher(text).matches() ? Optional.of(InetAddress.ofLiteral(text)) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  boolean holds(InetAddress address) {
    byte[] theirs = address.getAddress();
    byte[] ours = base.getAddress();
    if (theirs.length != ours.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> bit % 8;
      if ((theirs[bit / 8] & mask) != (ours[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return base.getHostAddress() + "/" + bits;
  }
}
