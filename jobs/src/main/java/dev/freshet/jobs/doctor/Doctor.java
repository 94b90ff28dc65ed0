package dev.freshet.jobs.doctor;

import dev.freshet.jobs.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at all that a job needs before one is started. */
public final class Doctor {
    private static final String VECTOR = "jdk.incubator.vector";

    private static final int BROKER = 9092;
    private static final int FLINK = 8081;
    private static final int COMPOSED_BROKER = 29_092;

    private Doctor() {}

    /** @param all a pipeline's own broker may have the port that another would take */
    private static List<Finding> ports(boolean all) {
        Finding any = Machine.port(0, "a cluster in this process", "close what takes all ports");
        if (!all) {
            return List.of(any);
        }
        return List.of(
                any,
                Machine.port(BROKER, "freshet broker", "give it another with --port"),
                Machine.port(FLINK, "the web page of Flink under docker compose", "change it in docker-compose.yml"),
                Machine.port(COMPOSED_BROKER, "the broker under docker compose", "change it in docker-compose.yml"));
    }

    /**
     * Looks, and changes nothing but a topic of its own, which it deletes.
     *
     * @param pipeline null to look at this machine only
     */
    public static List<Finding> examine(@Nullable Pipeline pipeline) {
        List<Finding> findings = new ArrayList<>();
        boolean vector = java.lang.module.ModuleFinder.ofSystem().find(VECTOR).isPresent();
        findings.add(Machine.java(Runtime.version().feature(), vector));
        findings.add(Machine.memory(Runtime.getRuntime().maxMemory()));
        findings.addAll(ports(pipeline == null));
        if (pipeline != null) {
            findings.addAll(Machine.checkpoints(pipeline.checkpointDirectory()));
            findings.addAll(new Brokers(pipeline).look());
        }
        return findings;
    }
}
