package dev.freshet.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineFile;
import dev.freshet.jobs.replay.CsvRows;
import dev.freshet.jobs.replay.RowEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Holds docker-compose.yml to the Compose Specification, to the build, and to the pipeline that it submits. */
class ComposeFileTest {
    private static final String YAML = ComposeFile.text(Poms.ROOT.resolve("docker-compose.yml"));
    private static final ComposeFile COMPOSE = ComposeFile.parse(YAML);
    private static final JsonNode KAFKA = COMPOSE.service("kafka");
    private static final JsonNode TRAIN = COMPOSE.service("train");
    private static final Pipeline PIPELINE = pipeline();
    private static final Pattern HOST = Pattern.compile("(?:https?://|-m )([A-Za-z][A-Za-z0-9.-]*):[0-9]+");

    @Test
    void itKeepsToTheComposeSpecification() {
        assertThat(COMPOSE.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'    image: apache/kafka', '    imagine: apache/kafka'",
        "condition: service_healthy, condition: service_happy",
        "'ports: [\"127.0.0.1:8081:8081\"]', 'ports: {rest: 8081}'",
        "'retries: 12', 'retries: [12]'",
        "'  kafka-data:', '  kafka-data: {drivr: local}'"
    })
    void aFileThatDoesNotIsRefused(String right, String wrong) {
        assertThat(YAML).contains(right);
        assertThat(ComposeFile.parse(YAML.replace(right, wrong)).problems()).isNotEmpty();
    }

    @Test
    void everyImageIsOfTheVersionThatTheBuildUses() {
        Set<String> expected = Set.of(
                "apache/kafka:" + Poms.property("kafka.version"),
                "flink:" + Poms.property("flink.version") + "-java" + Poms.property("maven.compiler.release"));
        assertThat(COMPOSE.services().values())
                .extracting(service -> service.path("image").asString())
                .hasSameElementsAs(expected);
    }

    @Test
    void everyPortIsOpenToThisMachineOnly() {
        List<String> ports = COMPOSE.services().values().stream()
                .flatMap(service -> service.path("ports").valueStream())
                .map(JsonNode::asString)
                .toList();
        assertThat(ports).isNotEmpty().allMatch(port -> port.matches("127\\.0\\.0\\.1:[0-9]+:[0-9]+"));
    }

    @Test
    void everyServiceHasALimitANameThatIsNotRootAndNoWayUp() {
        COMPOSE.services().forEach((name, service) -> {
            assertThat(service.path("mem_limit").asString()).as(name).matches("[0-9]+m");
            assertThat(service.path("security_opt").toString()).as(name).contains("no-new-privileges:true");
            assertThat(service.path("cap_drop").toString()).as(name).isEqualTo("[\"ALL\"]");
            boolean givesTheVolumeAway = name.equals("checkpoints-owner");
            assertThat(service.path("user").asString().equals("root")).as(name).isEqualTo(givesTheVolumeAway);
        });
    }

    @Test
    void everyMountedFileIsInTheRepositoryOrIsTheJobJar() {
        String jobJar = "./jobs/target/" + built();
        List<JsonNode> mounts = COMPOSE.services().values().stream()
                .flatMap(service -> ComposeFile.mounts(service, "bind"))
                .toList();
        assertThat(mounts).extracting(mount -> mount.path("source").asString()).contains(jobJar);
        for (JsonNode mount : mounts) {
            String source = mount.path("source").asString();
            assertThat(source.equals(jobJar) || Files.isRegularFile(Poms.ROOT.resolve(source)))
                    .as(source)
                    .isTrue();
            assertThat(mount.path("read_only").asBoolean()).as(source).isTrue();
            assertThat(mount.path("bind").path("create_host_path").asBoolean(true))
                    .as(source)
                    .isFalse();
        }
    }

    @Test
    void theJobIsSubmittedFromTheMountedFilesToTheJobManager() {
        List<String> targets = ComposeFile.mounts(TRAIN, "bind")
                .map(mount -> mount.path("target").asString())
                .toList();
        assertThat(TRAIN.path("command").path(2).asString())
                .contains("flink run -d -m jobmanager:8081 " + targets.get(0) + " -c " + targets.get(1));
        assertThat(targets.get(0)).endsWith("/" + built());
        assertThat(Poms.jobJar("mainClass")).isEqualTo(TrainOnCluster.class.getName());
    }

    @Test
    void aJobThatRunsIsFoundByItsNameAndNotSubmittedAgain() {
        String name = FlinkSettings.of(PIPELINE).get(PipelineOptions.NAME);
        assertThat(TRAIN.path("command").path(2).asString())
                .startsWith("flink list -m jobmanager:8081 | grep '" + name + "' || exec flink run ");
    }

    @Test
    void everyHostThatIsNamedIsAServiceOrThisMachine() {
        List<String> hosts = COMPOSE.strings().stream()
                .flatMap(text -> HOST.matcher(text).results().map((MatchResult found) -> found.group(1)))
                .toList();
        assertThat(hosts).contains("jobmanager").allMatch(ComposeFileTest::isServiceOrLocal);
        assertThat(isServiceOrLocal(flink("jobmanager").get(JobManagerOptions.ADDRESS)))
                .isTrue();
    }

    @Test
    void thePipelineReachesTheBrokerByItsInnerListenerAndTheHostByItsOuterOne() {
        JsonNode env = KAFKA.path("environment");
        String port = KAFKA.path("ports").path(0).asString().replaceFirst(".*:", "");
        assertThat(env.path("KAFKA_ADVERTISED_LISTENERS").asString())
                .isEqualTo("INSIDE://" + PIPELINE.kafka().bootstrap() + ",OUTSIDE://localhost:" + port);
        assertThat(PIPELINE.kafka().bootstrap()).startsWith("kafka:");
        assertThat(env.path("KAFKA_LISTENERS").asString()).contains("OUTSIDE://:" + port);
        assertThat(KAFKA.path("healthcheck").path("test").toString())
                .contains(PIPELINE.kafka().bootstrap());
    }

    @Test
    void theFlightsThatShipWithUsFitThePipeline() throws IOException {
        Path flights = Poms.ROOT.resolve("jobs/src/main/resources/dev/freshet/demo/flights-2001-01.csv.gz");
        assertThat(YAML).contains(Poms.ROOT.relativize(flights).toString(), "FRESHET_KAFKA=localhost:29092");
        var learner = PIPELINE.learner();
        try (CsvRows rows = CsvRows.open(flights)) {
            assertThatCode(() -> new RowEvent(
                            rows.header(), PIPELINE.events(), learner.features().schema(), learner.task()))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void theBrokerMakesNoTopicByItselfAndWaitsLongEnoughForTheJobsTransactions() {
        JsonNode env = KAFKA.path("environment");
        assertThat(env.path("KAFKA_AUTO_CREATE_TOPICS_ENABLE").asString()).isEqualTo("false");
        assertThat(PIPELINE.topics().create()).isTrue();
        assertThat(PIPELINE.delivery()
                        .check(env.path("KAFKA_TRANSACTION_MAX_TIMEOUT_MS").asLong()))
                .isEmpty();
        String cluster = env.path("CLUSTER_ID").asString();
        assertThat(Uuid.fromString(cluster)).hasToString(cluster);
    }

    @Test
    void everyDependencyIsAServiceThatCanMeetItsCondition() {
        COMPOSE.services()
                .forEach((name, service) -> service.path("depends_on").forEachEntry((needed, how) -> {
                    JsonNode other = COMPOSE.service(needed);
                    switch (how.path("condition").asString()) {
                        case "service_healthy" ->
                            assertThat(other.has("healthcheck")).as(name).isTrue();
                        case "service_completed_successfully" ->
                            assertThat(other.path("restart").asString())
                                    .as(name)
                                    .isEqualTo("no");
                        default -> throw new AssertionError(name + " depends on " + needed + " with " + how);
                    }
                }));
    }

    @Test
    void checkpointsLieOnAVolumeThatAllOfFlinkShares() {
        String directory = flink("jobmanager").get(CheckpointingOptions.CHECKPOINTS_DIRECTORY);
        assertThat(PIPELINE.checkpointDirectory()).isEqualTo(directory);
        assertThat(flink("jobmanager").get(CheckpointingOptions.SAVEPOINT_DIRECTORY))
                .startsWith(directory + "/");
        for (String name : List.of("checkpoints-owner", "jobmanager", "taskmanager")) {
            assertThat(ComposeFile.mounts(COMPOSE.service(name), "volume"))
                    .as(name)
                    .extracting(mount -> "file://" + mount.path("target").asString())
                    .containsExactly(directory);
        }
    }

    @Test
    void theTaskManagerHasASlotForEachSubtask() {
        assertThat(flink("taskmanager").get(TaskManagerOptions.NUM_TASK_SLOTS)).isEqualTo(PIPELINE.parallelism());
    }

    @Test
    void everyProcessFitsItsContainer() {
        var jobManager = JobManagerProcessUtils.processSpecFromConfig(flink("jobmanager"));
        var taskManager = TaskExecutorProcessUtils.processSpecFromConfig(flink("taskmanager"));
        assertThat(jobManager.getTotalProcessMemorySize()).isLessThan(limit("jobmanager"));
        assertThat(taskManager.getTotalProcessMemorySize()).isLessThan(limit("taskmanager"));
    }

    @Test
    void everyFlinkJvmOpensThePackagesThatFlinkReadsAndHasTheVectorApi() {
        for (String name : List.of("jobmanager", "taskmanager", "train")) {
            assertThat(flink(name).get(CoreOptions.FLINK_DEFAULT_JVM_OPTIONS).split(" "))
                    .contains(
                            "--add-opens=java.base/java.util=ALL-UNNAMED",
                            "--add-opens=java.base/java.lang=ALL-UNNAMED",
                            "--add-modules=jdk.incubator.vector");
        }
    }

    private static Configuration flink(String service) {
        return Configuration.fromMap(ComposeFile.flinkProperties(COMPOSE.service(service)));
    }

    private static MemorySize limit(String service) {
        return MemorySize.parse(COMPOSE.service(service).path("mem_limit").asString());
    }

    /** As the submission reads it, in its own environment. */
    private static Pipeline pipeline() {
        Path file = Poms.ROOT.resolve("jobs/deploy/compose/pipeline.yaml");
        String kafka = TRAIN.path("environment").path("FRESHET_KAFKA").asString();
        return PipelineFile.parse("pipeline.yaml", ComposeFile.text(file), Map.of("FRESHET_KAFKA", kafka));
    }

    private static boolean isServiceOrLocal(String host) {
        return host.equals("localhost") || COMPOSE.services().containsKey(host);
    }

    /** The job jar's file name, as the build writes it. */
    private static Path built() {
        String file = Poms.jobJar("outputFile");
        assertThat(file).startsWith("${project.build.directory}/");
        return Path.of(file).getFileName();
    }
}
