package relay.intake;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import relay.intake.SkipReason.Part;
import relay.intake.json.JsonFault;

/** Every reason, with every code that it may have. */
final class SkipReasons {
  private SkipReasons() {}

  static List<SkipReason> every() {
    return Stream.of(
        Stream.of(new SkipReason.Ping(), new SkipReason.Deletion(), new SkipReason.Quarantine(),
            new SkipReason.Chart(), new SkipReason.Untagged(), new SkipReason.Companion(), new SkipReason.Artifact(),
            new SkipReason.Blob(), new SkipReason.Pull(), new SkipReason.OwnPull(), new SkipReason.Mount(),
            new SkipReason.OtherHost("shop.azurecr.io", Optional.of("evil.example")), new SkipReason.OtherTopic(),
            new SkipReason.OtherSubscription(), new SkipReason.ConnectedRegistry(), new SkipReason.Repeated(),
            new SkipReason.OtherVersion(), new SkipReason.OtherSchema(),
            new SkipReason.NoData(), new SkipReason.OtherData(), new SkipReason.UnknownAction(),
            new SkipReason.UnknownType(), new SkipReason.Validation(), new SkipReason.StrayValidation(),
            new SkipReason.Unsubscribed()),
        Arrays.stream(Part.values()).map(SkipReason.Invalid::new),
        Stream.of(new SkipReason.Unreadable(new JsonFault(JsonFault.Kind.NOT_AN_OBJECT, ""))))
        .<SkipReason>flatMap(reasons -> reasons).toList();
  }
}
