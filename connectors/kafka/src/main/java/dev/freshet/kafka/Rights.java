package dev.freshet.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

/** What a user may do, as the brokers see it. */
public final class Rights {
    private static final Pattern USER = Pattern.compile("username\\s*=\\s*\"([^\"]*)\"");

    private final AdminSession admin;
    private final Map<String, Set<AclOperation>> known = new HashMap<>();

    private Rights(AdminSession admin) {
        this.admin = admin;
    }

    /**
     * Those of {@code wanted} that this user lacks; none where the brokers check nothing.
     *
     * @throws BrokerUnreachableException if none answers
     */
    public static List<Right> missing(KafkaSettings settings, List<Right> wanted) {
        try (AdminSession admin = AdminSession.open(settings)) {
            Rights rights = new Rights(admin);
            return wanted.stream().filter(right -> !rights.has(right)).toList();
        }
    }

    /** Who asks, as far as the settings tell. */
    public static String principal(KafkaSettings settings) {
        Matcher user = USER.matcher(settings.properties().getOrDefault("sasl.jaas.config", ""));
        return user.find() ? "User:" + user.group(1) : "this user";
    }

    /** One line for {@code missing}, with the commands that grant them. */
    public static String explain(KafkaSettings settings, List<Right> missing) {
        String principal = principal(settings);
        return "Kafka at " + settings.bootstrap() + ": " + principal + " lacks the right to "
                + missing.stream().map(Right::toString).collect(Collectors.joining(", "))
                + "; grant what freshet topics acl prints";
    }

    private boolean has(Right right) {
        if (right.kind() == Right.Kind.TRANSACTIONAL_ID) {
            return mayTransact(right);
        }
        if (right.kind() == Right.Kind.CLUSTER) {
            return mayAskForConfigs();
        }
        Set<AclOperation> allowed = known.computeIfAbsent(right.kind() + " " + right.name(), any -> allowed(right));
        return allowed.isEmpty()
                || allowed.contains(AclOperation.ALL)
                || allowed.contains(AclOperation.fromString(right.operation()));
    }

    private Set<AclOperation> allowed(Right right) {
        try {
            return right.kind() == Right.Kind.TOPIC ? topic(right.name()) : group(right.name());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return Set.of(AclOperation.UNKNOWN);
            }
            throw admin.failure("see what this user may do with " + right.name(), e.getCause());
        }
    }

    /** What may be done with the cluster is told only to whoever may describe it, which is not needed: so it is tried. */
    private boolean mayAskForConfigs() {
        try {
            String broker = admin.ask(a -> a.describeCluster().nodes())
                    .iterator()
                    .next()
                    .idString();
            ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, broker);
            var unused = admin.ask(a -> a.describeConfigs(List.of(resource)).all());
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return false;
            }
            throw admin.failure("see what this user may do with the cluster", e.getCause());
        }
    }

    private Set<AclOperation> topic(String name) throws ExecutionException {
        var found = admin.ask(
                a -> a.describeTopics(List.of(name), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                        .allTopicNames());
        return found.values().stream()
                .flatMap(topic -> none(topic.authorizedOperations()).stream())
                .collect(Collectors.toSet());
    }

    /** A group that does not exist yet is described nevertheless to whoever may describe it. */
    private Set<AclOperation> group(String name) throws ExecutionException {
        try {
            var found = admin.ask(a -> a.describeConsumerGroups(
                            List.of(name), new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                    .all());
            return found.values().stream()
                    .flatMap(group -> none(group.authorizedOperations()).stream())
                    .collect(Collectors.toSet());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Set.of();
            }
            throw e;
        }
    }

    private static Set<AclOperation> none(@Nullable Collection<AclOperation> operations) {
        return operations == null ? Set.of() : Set.copyOf(operations);
    }

    /** No question is answered with the rights to a transactional id: one of them is tried, on an id of its own. */
    private boolean mayTransact(Right right) {
        String id = right.name() + "-rights";
        try {
            if (right.operation().equals("WRITE")) {
                var unused = admin.ask(a -> a.fenceProducers(List.of(id)).all());
            } else {
                var unused = admin.ask(a -> a.describeTransactions(List.of(id)).all());
            }
            return true;
        } catch (ExecutionException e) {
            return !(e.getCause() instanceof AuthorizationException);
        }
    }
}
