package reviews;

/** Starts the program. */
public final class ReviewsMain {
  private ReviewsMain() {}

  public static void main(String[] args) {
    System.out.println("reviews");
  }
}
