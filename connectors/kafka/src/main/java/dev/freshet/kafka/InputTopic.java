package dev.freshet.kafka;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * A topic as it was found: what must not change while its records are read in an order that counts.
 *
 * @param id which tells a topic from a later one of the same name
 */
record InputTopic(String name, String id, int partitions) {

    /** Empty where there is no such topic. */
    static Optional<InputTopic> find(AdminSession admin, String name) {
        try {
            TopicDescription found = admin.ask(
                            a -> a.describeTopics(List.of(name)).allTopicNames())
                    .get(name);
            return Optional.ofNullable(found)
                    .map(topic -> new InputTopic(
                            name, topic.topicId().toString(), topic.partitions().size()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException
                    || e.getCause() instanceof UnknownTopicIdException) {
                return Optional.empty();
            }
            throw admin.failure("describe topic " + name, e.getCause());
        }
    }

    /** Why what was read of {@code this} cannot be continued on {@code now}; empty where it can. */
    Optional<String> changed(InputTopic now, Reading.Ordering ordering) {
        if (!id.equals(now.id)) {
            return Optional.of(
                    "topic " + name + " has been deleted and created anew since this job began to read it (it was "
                            + id + " and is " + now.id
                            + "): offsets of the one mean nothing in the other; begin anew, without a"
                            + " savepoint, or name the right topic");
        }
        if (partitions == now.partitions || ordering == Reading.Ordering.NONE) {
            return Optional.empty();
        }
        return Optional.of(
                "topic " + name + " had " + partitions + " partitions when this job began to read it and has "
                        + now.partitions
                        + " now: the events of a model key lie in two partitions, whose order nobody can repeat;"
                        + " begin anew with new models on a topic of " + now.partitions
                        + " partitions, or set kafka.ordering: none to go on without bit-reproducible models");
    }
}
