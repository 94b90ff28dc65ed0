package dev.freshet.jobs.learn;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Where the learning step reads from and writes to.
 *
 * @param events named in every prediction: those that are answered, features where labels come later; nothing is written there
 * @param labels that come later; null where events bring theirs
 */
public record OutputTopics(
        String events,
        String predictions,
        String metrics,
        String drift,
        String models,
        String modelHistory,
        String ledger,
        @Nullable String labels,
        String commands,
        String commandAcks,
        String promotions)
        implements Serializable {

    /** The topic whose order is the order in which models learn. */
    String learned() {
        return labels == null ? events : labels;
    }
}
