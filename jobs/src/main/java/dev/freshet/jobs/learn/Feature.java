package dev.freshet.jobs.learn;

import dev.freshet.model.Example;
import dev.freshet.wire.Event;
import dev.freshet.wire.LateLabel;
import org.jspecify.annotations.Nullable;

/**
 * What a key remembers of an event whose label comes later.
 *
 * @param time of the event
 * @param clockBefore greatest time of the key's events before this one; {@link Long#MIN_VALUE} for none
 * @param content hash of what the event says, which tells the same event from another of its id
 * @param waiting the event itself and what was answered; null once it has its label
 * @param label the label that it has; NaN while it waits
 * @param weight what came with that label; NaN for none
 */
public record Feature(
        long time, long clockBefore, long content, @Nullable Waiting waiting, double label, double weight) {

    /** An event without its label, and what was answered. Its array is not copied; read only. */
    public static final class Waiting {
        private final Event event;
        private final float[] served;

        Waiting(Event event, float[] served) {
            this.event = event;
            this.served = served;
        }

        Event event() {
            return event;
        }

        /** The prediction as it was served. */
        public float[] served() {
            return served;
        }

        /** What is learned from: the event with its label, at the label's place, as the order of labels is that of learning. */
        public Example labelled(LateLabel label) {
            Example example = event.example();
            Example weighted = Double.isNaN(label.weight()) ? example : example.withWeight(label.weight());
            return weighted.withLabel(label.label())
                    .at(label.raw().partition(), label.raw().offset());
        }
    }

    Feature labelled(double itsLabel, double itsWeight) {
        return new Feature(time, clockBefore, content, null, itsLabel, itsWeight);
    }
}
