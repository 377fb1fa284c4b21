package reviews.web;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reviews.restaurants.Cuisine;
import reviews.restaurants.Restaurant;

/** The drawn picture of a cuisine in one of several looks, so that two restaurants of a cuisine are told apart. */
record CuisinePicture(Cuisine cuisine, Look look) {
  /** How the drawing is placed and coloured; each file begins with its wall and its table. */
  enum Look {
    OWN("", "", ""),
    LINEN("#efe0c6", "#8a5f44", "translate(320) scale(-1 1)"),
    EVENING("#3f5a63", "#22343b", "translate(-48 -34) scale(1.3)"),
    TERRACOTTA("#c9826b", "#6e3a31", "translate(368 -34) scale(-1.3 1.3)"),
    SAGE("#93a98c", "#4c6048", "translate(-16 -10) scale(1.1)");

    private final String wall;
    private final String table;
    private final String place;

    Look(String wall, String table, String place) {
      this.wall = wall;
      this.table = table;
      this.place = place;
    }
  }

  private static final Pattern ROOM = Pattern.compile("<rect width=\"320\" height=\"180\" fill=\"#[0-9a-f]{6}\"/>\\s*"
      + "<rect y=\"128\" width=\"320\" height=\"52\" fill=\"#[0-9a-f]{6}\"/>");

  /** Always the same one for the same restaurant. */
  static CuisinePicture of(Restaurant restaurant) {
    Look[] looks = Look.values();
    return new CuisinePicture(restaurant.cuisine(),
        looks[Math.floorMod(restaurant.id().value().hashCode(), looks.length)]);
  }

  /** The name of its file under {@code /assets}. */
  String file() {
    return cuisine.key() + (look == Look.OWN ? "" : "-" + look.name().toLowerCase(Locale.ROOT)) + ".svg";
  }

  /** The file that it is drawn from. */
  String drawing() {
    return cuisine.key() + ".svg";
  }

  /** The picture in this look, from the drawing as it is kept. */
  String draw(String drawing) {
    if (look == Look.OWN) {
      return drawing;
    }
    Matcher room = ROOM.matcher(drawing);
    if (!room.find()) {
      throw new IllegalStateException("the drawing of " + cuisine + " has no wall and table");
    }
    return drawing.substring(0, room.start()) + "<rect width=\"320\" height=\"180\" fill=\"" + look.wall
        + "\"/><rect y=\"128\" width=\"320\" height=\"52\" fill=\"" + look.table + "\"/><g transform=\"" + look.place
        + "\">" + drawing.substring(room.end()).replace("</svg>", "</g></svg>");
  }
}
