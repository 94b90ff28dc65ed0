package dev.freshet.kafka;

import java.util.ArrayList;
import java.util.List;

/**
 * One thing that a job's user must be allowed to do.
 *
 * @param operation as Kafka names it
 * @param name of the resource; all that begin with it, where it is {@code prefixed}
 */
public record Right(Kind kind, String name, boolean prefixed, String operation) {
    private static final String CLUSTER = "kafka-cluster";

    /** Whose right it is a right to. */
    public enum Kind {
        TOPIC("topic"),
        GROUP("group"),
        TRANSACTIONAL_ID("transactional-id"),
        CLUSTER("cluster");

        private final String option;

        Kind(String option) {
            this.option = option;
        }
    }

    /** A right to a topic. */
    public static Right topic(String name, String operation) {
        return new Right(Kind.TOPIC, name, false, operation);
    }

    /** A right to a consumer group. */
    public static Right group(String name, String operation) {
        return new Right(Kind.GROUP, name, false, operation);
    }

    /** A right to all transactional ids that begin with {@code prefix}. */
    public static Right transactions(String prefix, String operation) {
        return new Right(Kind.TRANSACTIONAL_ID, prefix, true, operation);
    }

    /** The right to read what the brokers allow. */
    public static Right configsOfBrokers() {
        return new Right(Kind.CLUSTER, CLUSTER, false, "DESCRIBE_CONFIGS");
    }

    /** The command that grants {@code rights} to {@code principal}, one line for each resource. */
    public static List<String> commands(String bootstrap, String principal, List<Right> rights) {
        List<String> commands = new ArrayList<>();
        for (Right right : rights) {
            String line = "kafka-acls.sh --bootstrap-server " + bootstrap + " --add --allow-principal " + principal
                    + " --operation " + right.operation + " --" + right.kind.option
                    + (right.kind == Kind.CLUSTER ? "" : " " + right.name)
                    + (right.prefixed ? " --resource-pattern-type prefixed" : "");
            commands.add(line);
        }
        return commands;
    }

    /** {@code WRITE on topic P.predictions}. */
    @Override
    public String toString() {
        return operation + " on " + kind.option + (kind == Kind.CLUSTER ? "" : " " + name) + (prefixed ? "*" : "");
    }
}
