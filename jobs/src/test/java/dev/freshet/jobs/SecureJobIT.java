package dev.freshet.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.jobs.learn.RandomSpecs;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.StateSettings;
import dev.freshet.jobs.verify.Verification;
import dev.freshet.kafka.DeliverySettings;
import dev.freshet.kafka.DeliverySettings.TransactionNaming;
import dev.freshet.kafka.KafkaSettings;
import dev.freshet.kafka.Right;
import dev.freshet.kafka.SecureBroker;
import dev.freshet.kafka.Stop;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A job on a broker with SASL, TLS and ACLs: the rights that are printed are enough, and no secret gets out. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SecureJobIT {
    private static final int EVENTS = 400;

    @TempDir
    static Path site;

    private static SecureBroker broker;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws Exception {
        broker = SecureBroker.start(site);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    /** Through a failure and a recovery, which ask for more than a start does. */
    @ParameterizedTest
    @EnumSource(TransactionNaming.class)
    void aJobCreatesItsTopicsFailsRecoversAndEndsWithTheRightsThatArePrintedAndNoOther(TransactionNaming naming)
            throws Exception {
        Pipeline pipeline = pipeline("least", naming);
        broker.grant(LeastRights.all(pipeline));
        assertThat(StartUp.check(pipeline))
                .hasSameSizeAs(StartUp.specs(pipeline))
                .allMatch(topic -> topic.created());
        Pipeline ours = pipeline.withKafka(KafkaSettings.of(broker.plain()));
        GeneratedEvents events = new GeneratedEvents(1);

        try (TestCluster.Running job = TestCluster.start(new TrainingJob(pipeline, new Stop.Never(), EVENTS + 1), 2)) {
            // What is committed is of a checkpoint that is complete: behind it the job fails, and from it it comes
            // back.
            for (int wave = 1; wave <= 2; wave++) {
                events.send(ours.kafka(), ours.topics().events(), EVENTS);
                job.awaitAnswers(ours, wave * EVENTS);
            }
            assertThat(job.restarts()).isEqualTo(1);
            job.drain(directory.toUri().toString());
        }

        assertThat(Replayed.byJob(ours).models())
                .isEqualTo(Replayed.byOracle(ours).models());
        assertThat(new Verification(ours, Clock.systemUTC()).run(true).problems())
                .isEmpty();
    }

    @Test
    void withoutOneOfTheRightsTheJobDoesNotStart() throws Exception {
        Pipeline pipeline = pipeline("lacking", TransactionNaming.INCREMENTING);
        List<Right> rights = new ArrayList<>(LeastRights.all(pipeline));
        Right commit = Right.transactions(pipeline.delivery().transactionalIdPrefix(), "WRITE");
        assertThat(rights.remove(commit)).isTrue();
        broker.grant(rights);

        assertThatThrownBy(() -> StartUp.check(pipeline))
                .isInstanceOf(StartUpException.class)
                .hasMessageContaining("lacks the right to " + commit);
    }

    /** Whatever is logged, thrown and answered, the lowest level and Flink's own pages included. */
    @Test
    void noSecretStandsInALogLineAnAnswerOfFlinkOrAnException() throws Exception {
        Pipeline pipeline = pipeline("watched", TransactionNaming.POOLING);
        broker.grant(LeastRights.all(pipeline));
        List<String> leaks = new ArrayList<>();
        try (LogCanary log = LogCanary.watch(SecureBroker.PASSWORD, SecureBroker.STORE_PASSWORD)) {
            assertThat(StartUp.check(pipeline)).hasSameSizeAs(StartUp.specs(pipeline));
            new GeneratedEvents(2)
                    .send(
                            pipeline.withKafka(KafkaSettings.of(broker.plain())).kafka(),
                            pipeline.topics().events(),
                            EVENTS);
            try (TestCluster.Running job =
                    TestCluster.start(new TrainingJob(pipeline, new Stop.Latest(), EVENTS / 2), 2)) {
                job.await();
                leaks.addAll(pages(job));
            }
            Pipeline wrong = pipeline.withKafka(wrongPassword(pipeline.kafka()));
            try (TestCluster.Running job = TestCluster.start(new TrainingJob(wrong, new Stop.Latest(), 0), 1)) {
                assertThatThrownBy(job::await).satisfies(failure -> {
                    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                        assertThat(cause.toString()).doesNotContain(SecureBroker.PASSWORD, SecureBroker.STORE_PASSWORD);
                    }
                });
                leaks.addAll(pages(job));
            }
            assertThat(log.lines()).as("lines that were logged").isGreaterThan(1_000);
            leaks.addAll(log.leaks());
        }
        assertThat(leaks).isEmpty();
    }

    /** The pages of Flink about a job and its cluster that hold a secret. */
    private static List<String> pages(TestCluster.Running job) throws Exception {
        List<String> leaks = new ArrayList<>();
        String own = "/jobs/" + job.id();
        HttpClient http = HttpClient.newHttpClient();
        for (String page : List.of(
                own,
                own + "/config",
                own + "/plan",
                own + "/exceptions",
                own + "/accumulators",
                own + "/checkpoints",
                own + "/checkpoints/config",
                own + "/jobmanager/config",
                own + "/jobmanager/environment",
                "/jobmanager/config",
                "/jobs/overview",
                "/taskmanagers")) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(TestCluster.rest() + page))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(page).isEqualTo(200);
            if (answer.body().contains(SecureBroker.PASSWORD) || answer.body().contains(SecureBroker.STORE_PASSWORD)) {
                leaks.add(page + ": " + answer.body());
            }
        }
        return leaks;
    }

    private static KafkaSettings wrongPassword(KafkaSettings kafka) {
        Map<String, String> properties = new HashMap<>(kafka.properties());
        properties.computeIfPresent(
                "sasl.jaas.config",
                (name, value) -> value.replace(SecureBroker.PASSWORD, SecureBroker.PASSWORD + "-wrong"));
        return new KafkaSettings(kafka.bootstrap(), properties);
    }

    private Pipeline pipeline(String name, TransactionNaming naming) {
        Pipeline pipeline =
                TestPipelines.of(name, RandomSpecs.network(3, 0.01), broker.settings(), directory, StateSettings.HEAP);
        DeliverySettings d = pipeline.delivery();
        return TestPipelines.with(
                pipeline,
                new DeliverySettings(
                        d.checkpointInterval(),
                        d.checkpointTimeout(),
                        d.restartBudget(),
                        d.transactionTimeout(),
                        d.transactionalIdPrefix(),
                        naming));
    }
}
