package dev.freshet.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes sure that topics are there, and ready. */
public final class Topics {
    private static final Duration READY_WITHIN = Duration.ofSeconds(30);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Topics() {}

    /**
     * Creates the topics that are missing and returns when every partition of every topic has a leader that answers.
     * Before that, an idempotent producer can lose its first batch without an error (KAFKA-15591). Topics that exist
     * are left as they are.
     *
     * @return one per spec, in their order
     * @throws BrokerUnreachableException if no broker answers
     * @throws KafkaSetupException if a topic can neither be found nor created
     */
    public static List<EnsuredTopic> ensure(KafkaSettings settings, List<TopicSpec> specs) {
        return ensure(settings, specs, true);
    }

    /**
     * As {@link #ensure}, but creates none.
     *
     * @throws KafkaSetupException if a topic is missing; the message holds the commands that create them
     */
    public static List<EnsuredTopic> require(KafkaSettings settings, List<TopicSpec> specs) {
        return ensure(settings, specs, false);
    }

    /** Those of {@code specs} that are not there. */
    public static List<TopicSpec> missing(KafkaSettings settings, List<TopicSpec> specs) {
        try (AdminSession admin = AdminSession.open(settings)) {
            return List.copyOf(missing(admin, specs).values());
        }
    }

    private static List<EnsuredTopic> ensure(KafkaSettings settings, List<TopicSpec> specs, boolean create) {
        try (AdminSession admin = AdminSession.open(settings)) {
            Map<String, TopicSpec> missing = missing(admin, specs);
            if (!create && !missing.isEmpty()) {
                throw new KafkaSetupException(
                        "Kafka at " + settings.bootstrap() + ": topics are missing, create them with\n"
                                + commands(settings, missing),
                        null);
            }
            create(admin, settings, missing);
            Map<String, Integer> partitions = awaitLeaders(admin, specs);
            return specs.stream()
                    .map(s -> new EnsuredTopic(
                            s.name(),
                            partitions.getOrDefault(s.name(), 0),
                            missing.containsKey(s.name()),
                            missing.containsKey(s.name()) ? s.maxMessageBytes() : maxMessageBytes(admin, s.name())))
                    .toList();
        }
    }

    /**
     * The partitions of a topic, as it is now.
     *
     * @throws KafkaSetupException if there is no such topic
     */
    public static int partitions(KafkaSettings settings, String topic) {
        try (AdminSession admin = AdminSession.open(settings)) {
            return InputTopic.find(admin, topic)
                    .orElseThrow(() -> new KafkaSetupException(
                            "Kafka at " + settings.bootstrap() + ": topic " + topic + " is missing", null))
                    .partitions();
        }
    }

    /**
     * The largest batch that each topic takes, in bytes, as it is now; none for a topic whose settings this user may not see.
     *
     * @throws KafkaSetupException if a topic is missing or no broker answers
     */
    static Map<String, Integer> limits(KafkaSettings settings, Collection<String> topics) {
        Map<String, Integer> limits = new HashMap<>();
        try (AdminSession admin = AdminSession.open(settings)) {
            for (String topic : topics) {
                try {
                    limits.put(topic, maxMessageBytes(admin, topic));
                } catch (KafkaSetupException e) {
                    if (!(e.getCause() instanceof AuthorizationException)) {
                        throw e;
                    }
                }
            }
        }
        return limits;
    }

    private static int maxMessageBytes(AdminSession admin, String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = admin.get(
                        "read the limits of topic " + topic + " (it takes DESCRIBE_CONFIGS on the topic)",
                        a -> a.describeConfigs(List.of(resource)).all())
                .get(resource);
        ConfigEntry max = config == null ? null : config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        if (max == null || max.value() == null) {
            throw new IllegalStateException("topic " + topic + " does not tell its max.message.bytes");
        }
        return Integer.parseInt(max.value());
    }

    private static Map<String, TopicSpec> missing(AdminSession admin, List<TopicSpec> specs) {
        Map<String, TopicSpec> missing = new LinkedHashMap<>();
        for (TopicSpec spec : specs) {
            try {
                admin.ask(
                        a -> description(a.describeTopics(List.of(spec.name())).topicNameValues(), spec.name()));
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw admin.failure("describe topic " + spec.name(), e.getCause());
                }
                missing.put(spec.name(), spec);
            }
        }
        return missing;
    }

    private static KafkaFuture<TopicDescription> description(
            Map<String, KafkaFuture<TopicDescription>> answers, String name) {
        KafkaFuture<TopicDescription> answer = answers.get(name);
        if (answer == null) {
            throw new IllegalStateException("no answer for topic " + name);
        }
        return answer;
    }

    /** Removes from {@code missing} what another has created meanwhile. */
    private static void create(AdminSession admin, KafkaSettings settings, Map<String, TopicSpec> missing) {
        for (TopicSpec spec : List.copyOf(missing.values())) {
            try {
                createOne(admin, spec);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof TopicExistsException) {
                    missing.remove(spec.name());
                } else if (e.getCause() instanceof AuthorizationException) {
                    throw admin.failure(
                            "create topic " + spec.name() + ", somebody who may could with\n"
                                    + spec.createCommand(settings.bootstrap()) + "\n",
                            e.getCause());
                } else {
                    throw admin.failure("create topic " + spec.name(), e.getCause());
                }
            }
        }
    }

    private static void createOne(AdminSession admin, TopicSpec spec) throws ExecutionException {
        try {
            admin.ask(a -> a.createTopics(List.of(spec.newTopic(true))).all());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof InvalidConfigurationException)
                    || !String.valueOf(e.getCause().getMessage())
                            .contains(TopicConfig.MAX_DECOMPRESSED_MESSAGE_BYTES_CONFIG)) {
                throw e;
            }
            admin.ask(a -> a.createTopics(List.of(spec.newTopic(false))).all());
        }
    }

    /** Waits for the leaders, and counts the partitions of each topic. */
    private static Map<String, Integer> awaitLeaders(AdminSession admin, List<TopicSpec> specs) {
        List<String> names = specs.stream().map(TopicSpec::name).distinct().toList();
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (true) {
            try {
                Map<String, TopicDescription> found =
                        admin.ask(a -> a.describeTopics(names).allTopicNames());
                Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
                Map<String, Integer> partitions = new HashMap<>();
                found.forEach((name, topic) -> {
                    partitions.put(name, topic.partitions().size());
                    topic.partitions()
                            .forEach(p -> ends.put(new TopicPartition(name, p.partition()), OffsetSpec.latest()));
                });
                admin.ask(a -> a.listOffsets(ends).all());
                return partitions;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException)) {
                    throw admin.failure("reach the leaders of the partitions of " + names, e.getCause());
                }
                if (System.nanoTime() > deadline) {
                    throw new KafkaSetupException(
                            "not every partition of " + names + " has a leader that answers after "
                                    + READY_WITHIN.toSeconds() + " s: check the health of the brokers",
                            e.getCause());
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static String commands(KafkaSettings settings, Map<String, TopicSpec> missing) {
        return new ArrayList<>(missing.values())
                .stream().map(s -> s.createCommand(settings.bootstrap())).collect(Collectors.joining("\n"));
    }
}
