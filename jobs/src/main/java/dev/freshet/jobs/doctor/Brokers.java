package dev.freshet.jobs.doctor;

import dev.freshet.jobs.LeastRights;
import dev.freshet.jobs.StartUp;
import dev.freshet.jobs.TrainingJob;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.kafka.BrokerClock;
import dev.freshet.kafka.BrokerLimits;
import dev.freshet.kafka.EnsuredTopic;
import dev.freshet.kafka.KafkaSettings;
import dev.freshet.kafka.KafkaSetupException;
import dev.freshet.kafka.OpenTransaction;
import dev.freshet.kafka.Right;
import dev.freshet.kafka.Rights;
import dev.freshet.kafka.TopicSpec;
import dev.freshet.kafka.Topics;
import dev.freshet.wire.SafeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The brokers of a pipeline, as its user sees them. Creates none of its topics. */
final class Brokers {
    private static final int SAFE_TRANSACTIONS = 2;
    private static final Duration CLOCKS_APART = Duration.ofSeconds(10);

    private final Pipeline pipeline;
    private final KafkaSettings kafka;
    private final List<Finding> findings = new ArrayList<>();

    Brokers(Pipeline pipeline) {
        this.pipeline = pipeline;
        kafka = pipeline.kafka();
    }

    List<Finding> look() {
        try {
            limits(BrokerLimits.read(kafka));
        } catch (KafkaSetupException e) {
            findings.add(Finding.fail("kafka", String.valueOf(e.getMessage())));
            return findings;
        }
        attempt("topics", this::topics);
        attempt("rights", this::rights);
        attempt("owner", this::transactions);
        attempt("clock", this::clock);
        return findings;
    }

    /** One thing that cannot be asked keeps no other from being asked. */
    private void attempt(String what, Runnable question) {
        try {
            question.run();
        } catch (KafkaSetupException e) {
            findings.add(Finding.warn(what, String.valueOf(e.getMessage())));
        }
    }

    private void limits(BrokerLimits limits) {
        findings.add(Finding.ok(
                "kafka",
                kafka.bootstrap() + " answers; transactions of at most " + limits.transactionMaxMillis() + " ms"));
        findings.add(
                limits.transactionVersion() >= SAFE_TRANSACTIONS
                        ? Finding.ok("protocol", "transaction.version " + limits.transactionVersion())
                        : Finding.warn(
                                "protocol",
                                "transaction.version must be >= " + SAFE_TRANSACTIONS
                                        + ", or a producer that dies can leave a transaction open for ever: got "
                                        + limits.transactionVersion() + "; run kafka-features.sh --bootstrap-server "
                                        + kafka.bootstrap() + " upgrade --feature transaction.version="
                                        + SAFE_TRANSACTIONS));
        List<String> problems = new ArrayList<>(pipeline.delivery().check(limits.transactionMaxMillis()));
        StartUp.checkModel(pipeline, problems);
        problems.forEach(problem -> findings.add(Finding.fail("delivery", problem)));
        if (problems.isEmpty()) {
            findings.add(
                    Finding.ok("delivery", "the transaction timeout outlives a restart and fits the brokers' limit"));
        }
    }

    private void topics() {
        List<TopicSpec> missing = Topics.missing(kafka, StartUp.specs(pipeline));
        for (TopicSpec spec : missing) {
            findings.add(
                    pipeline.topics().create()
                            ? Finding.ok("topics", spec.name() + " is missing; a job creates it")
                            : Finding.fail(
                                    "topics",
                                    spec.name() + " is missing; run freshet topics create, or "
                                            + spec.createCommand(kafka.bootstrap())));
        }
        List<EnsuredTopic> there = Topics.require(kafka, there(missing));
        List<String> problems = new ArrayList<>();
        StartUp.checkSizes(pipeline, there, problems);
        problems.forEach(problem -> findings.add(Finding.fail("topics", problem)));
        for (EnsuredTopic topic : there) {
            int parallelism = pipeline.parallelism();
            findings.add(
                    inputs().contains(topic.name()) && topic.partitions() < parallelism
                            ? Finding.warn(
                                    "topics",
                                    topic.name() + " should have >= parallelism = " + parallelism
                                            + " partitions, or subtasks of the source idle: got " + topic.partitions())
                            : Finding.ok(
                                    "topics",
                                    topic.name() + ", " + topic.partitions() + " partitions, records of at" + " most "
                                            + topic.maxMessageBytes() + " bytes"));
        }
    }

    private List<TopicSpec> there(List<TopicSpec> missing) {
        return StartUp.specs(pipeline).stream()
                .filter(spec -> !missing.contains(spec))
                .toList();
    }

    private void rights() {
        List<String> there = there(Topics.missing(kafka, StartUp.specs(pipeline))).stream()
                .map(TopicSpec::name)
                .toList();
        List<Right> wanted = LeastRights.all(pipeline).stream()
                .filter(right -> !right.operation().equals("CREATE"))
                .filter(right -> right.kind() != Right.Kind.TOPIC || there.contains(right.name()))
                .toList();
        List<Right> missing = Rights.missing(kafka, wanted);
        findings.add(
                missing.isEmpty()
                        ? Finding.ok("rights", Rights.principal(kafka) + " may do all that a job does")
                        : Finding.fail("rights", Rights.explain(kafka, missing)));
    }

    private void transactions() {
        String prefix = pipeline.delivery().transactionalIdPrefix();
        Optional<String> owner = TrainingJob.owner(pipeline).owner(kafka);
        if (owner.isPresent()) {
            findings.add(Finding.warn(
                    "owner",
                    "transactional id prefix \"" + prefix + "\" is in use by a running job (" + SafeText.of(owner.get())
                            + "): a second one would be refused"));
            return;
        }
        List<OpenTransaction> open = OpenTransaction.on(kafka, outputs(), System.currentTimeMillis());
        open.forEach(transaction -> findings.add(Finding.warn("transaction", lingering(transaction))));
        if (open.isEmpty()) {
            findings.add(Finding.ok("owner", "nobody uses transactional id prefix \"" + prefix + "\", none is open"));
        }
    }

    private List<String> outputs() {
        return StartUp.specs(pipeline).stream()
                .map(TopicSpec::name)
                .filter(name -> !inputs().contains(name))
                .toList();
    }

    /** What a training job learns from. */
    private List<String> inputs() {
        return pipeline.topics().learnedFrom(pipeline.labels() != null);
    }

    private static String lingering(OpenTransaction open) {
        return SafeText.of(open.id()) + " is open since " + open.age().toSeconds()
                + " s though no job runs: readers of "
                + String.join(", ", open.topics())
                + " wait behind it; continue the job, which ends it, or wait until the"
                + " broker aborts it after " + open.timeout().toSeconds() + " s";
    }

    private void clock() {
        Duration ahead = BrokerClock.ahead(kafka);
        String text = "the broker's is " + Math.abs(ahead.toMillis()) + " ms "
                + (ahead.isNegative() ? "behind" : "ahead of") + " this machine's";
        findings.add(
                ahead.abs().compareTo(CLOCKS_APART) <= 0
                        ? Finding.ok("clock", text)
                        : Finding.warn(
                                "clock",
                                text + ", more than " + CLOCKS_APART.toSeconds()
                                        + " s: retention counts by it; let both follow a time server"));
    }
}
