package dev.freshet.jobs.doctor;

import dev.freshet.jobs.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at all that a job needs before one is started. */
public final class Doctor {
    private static final String VECTOR = "jdk.incubator.vector";

    private Doctor() {}

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
        if (pipeline != null) {
            findings.addAll(Machine.checkpoints(pipeline.checkpointDirectory()));
            findings.addAll(new Brokers(pipeline).look());
        }
        return findings;
    }
}
