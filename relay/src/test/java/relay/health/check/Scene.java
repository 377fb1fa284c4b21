package relay.health.check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import relay.health.Answer;
import relay.health.Blame;
import relay.health.Clues.Fault;
import relay.health.Clues.Findings;
import relay.health.Evidence;
import relay.health.Expectation;
import relay.health.Grade;
import relay.health.HealthSettings;
import relay.health.ProofSettings;
import relay.health.Reading;
import relay.health.RestoreVerdict;
import relay.health.Unhealthy;
import relay.health.Verdict;

/** An app that answers, and an Azure that knows of it, by a script in seconds since the check began. */
final class Scene {
  static final Expectation MARKED = new Expectation(Optional.of("new"), Optional.of("old"));
  static final BooleanSupplier NEVER = () -> false;
  private final TreeMap<Long, IntFunction<Answer>> answers = new TreeMap<>();
  private final TreeMap<Long, Findings> findings = new TreeMap<>(Map.of(0L, Findings.NONE));
  final HandWaiter waiter = new HandWaiter();
  final List<Long> asked = new ArrayList<>();
  final List<Long> looked = new ArrayList<>();
  final List<Reading> readings = new ArrayList<>();
  private Duration answerTakes = Duration.ZERO;
  private Duration lookTakes = Duration.ZERO;
  private HealthSettings health = HealthSettings.at("/healthz");
  private ProofSettings proof = ProofSettings.standard();

  /** From this second on, each probe gets this. */
  Scene from(long second, Answer answer) {
    return from(second, _ -> answer);
  }

  /** By the number of the probe, from 1. */
  Scene from(long second, IntFunction<Answer> answer) {
    answers.put(second, answer);
    return this;
  }

  Scene found(long second, Findings what) {
    findings.put(second, what);
    return this;
  }

  Scene answersTake(Duration length) {
    answerTakes = length;
    return this;
  }

  Scene looksTake(Duration length) {
    lookTakes = length;
    return this;
  }

  Scene requiring(Grade grade) {
    proof = new ProofSettings(grade, proof.label(), proof.marker(), proof.instance());
    return this;
  }

  Scene with(HealthSettings settings) {
    health = settings;
    return this;
  }

  HealthCheck check() {
    return new HealthCheck(this::ask, waiter, health, proof, readings::add);
  }

  Verdict prove(Expectation expected) throws InterruptedException {
    return prove(expected, HandWaiter.START, false, NEVER);
  }

  Verdict prove(Expectation expected, Instant since, boolean resumed, BooleanSupplier cut)
      throws InterruptedException {
    return check().prove(new HealthCheck.Question(expected, since, resumed), this::look, cut);
  }

  Verdict soak() throws InterruptedException {
    return soak(NEVER);
  }

  Verdict soak(BooleanSupplier cut) throws InterruptedException {
    var question = new HealthCheck.Question(MARKED, waiter.now(), false);
    return check().soak(question, evidence(), this::look, cut);
  }

  static Evidence evidence() {
    return new Evidence(Grade.PROVEN, new Evidence.Basis.Marks("new", 3, 1));
  }

  RestoreVerdict restored(Expectation expected, boolean wasWell) throws InterruptedException {
    HealthCheck check = check();
    return check.restored(new HealthCheck.Question(expected, HandWaiter.START, false), wasWell, this::look,
        check.restoreDeadline(HandWaiter.START, false));
  }

  private Answer ask(String path) {
    asked.add(waiter.passed().toSeconds());
    waiter.pass(answerTakes);
    return answers.floorEntry(asked.getLast()).getValue().apply(asked.size());
  }

  private Findings look() {
    looked.add(waiter.passed().toSeconds());
    waiter.pass(lookTakes);
    return findings.floorEntry(looked.getLast()).getValue();
  }

  long seconds() {
    return waiter.passed().toSeconds();
  }

  static Answer marked(int status, String revision, String instance) {
    return new Answer.Reply(status, Map.of(),
        "{\"revision\":\"" + revision + "\",\"instance\":\"" + instance + "\"}");
  }

  static Answer fresh() {
    return marked(200, "new", "a");
  }

  static Answer old() {
    return marked(200, "old", "z");
  }

  static Answer unwell() {
    return marked(503, "new", "a");
  }

  /** A well answer that reports nothing of itself. */
  static Answer plain() {
    return new Answer.Reply(200, Map.of(), "ok");
  }

  static Answer status(int status) {
    return new Answer.Reply(status, Map.of(), "");
  }

  static Answer redirect(int status, String location) {
    return new Answer.Reply(status, Map.of("location", location), "");
  }

  static Answer silent(Answer.Trouble trouble) {
    return new Answer.NoReply(trouble, "trouble: " + trouble);
  }

  static Findings on(int instances) {
    return new Findings(Optional.empty(), false, false, instances, Optional.empty(), List.of());
  }

  static Findings startReported() {
    return new Findings(Optional.empty(), false, true, 1, Optional.empty(), List.of());
  }

  static Findings startLogged() {
    return new Findings(Optional.empty(), true, false, 1, Optional.empty(), List.of());
  }

  static Findings waitingFor(Unhealthy missing) {
    return new Findings(Optional.empty(), false, false, 1, Optional.of(missing), List.of());
  }

  static Findings crashed(boolean last, Optional<Unhealthy> waitingFor) {
    var fault = new Fault(Blame.IMAGE, new Unhealthy.Exited("has exited"), Optional.of("has exited"), last);
    return new Findings(Optional.of(fault), false, false, 1, waitingFor, List.of("before", "has exited"));
  }
}
