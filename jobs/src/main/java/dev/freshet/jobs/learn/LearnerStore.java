package dev.freshet.jobs.learn;

import dev.freshet.model.LearnerState;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ValueStateDescriptor;

/** Where the operator finds the live state of a key, and where its changes go; the bits are the same whichever store it is. */
sealed interface LearnerStore permits HeapLearnerStore, CachedLearnerStore {

    /** Its name and serializer stand in every checkpoint. */
    ValueStateDescriptor<KeyedLearner> DESCRIPTOR =
            new ValueStateDescriptor<>("learner", KeyedLearnerSerializer.INSTANCE);

    /** The state of {@code key}, which is the operator's current key; a new one if the key has none. */
    LearnerState get(String key) throws Exception;

    /** A new state of {@code key}, the one just got, in its place. */
    LearnerState renew(String key) throws Exception;

    /** Forgets {@code key}, which is the operator's current key. */
    void remove(String key) throws Exception;

    /** Records that the state just got has changed. */
    void changed() throws Exception;

    /** Writes everything to Flink's state; before a snapshot, on the task's thread. */
    void flush() throws Exception;

    /** Visits every key of this subtask, in no order; the visitor changes nothing. */
    void forEach(Consumer<LearnerState> visitor) throws Exception;
}
