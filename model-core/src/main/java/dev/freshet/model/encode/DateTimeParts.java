package dev.freshet.model.encode;

import java.time.DateTimeException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of each part's cycle has gone by at a moment: one column in [0, 1) per part, or, if {@code cyclic}, two, the
 * sine and cosine of that share of a turn, so that 23:59 and 00:00 are near. A moment that is missing, or more than
 * {@link #MAX} from 1970, sets all columns 0.
 *
 * @param input a number that is epoch milliseconds UTC; null for the time of the event
 * @param zone whose clock and calendar: UTC, an offset as +02:00, or a region as Europe/Paris, by the rules that Java has for it
 */
public record DateTimeParts(@Nullable String input, List<TimePart> parts, boolean cyclic, String zone)
        implements Encoder {
    /** About 273,790 years in milliseconds. */
    static final double MAX = 8.64e15;

    public DateTimeParts {
        parts = List.copyOf(parts);
        if (parts.isEmpty() || parts.stream().distinct().count() < parts.size()) {
            throw new IllegalArgumentException("time.parts must list at least one part, each once: got " + parts);
        }
        try {
            new LocalTimeline(zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "time.zone must be UTC, an offset as +02:00 or a region as Europe/Paris: got " + zone, e);
        }
    }

    @Override
    public List<Input> reads() {
        return List.of(input == null ? new Input(InputKind.TIME, "") : new Input(InputKind.NUMBER, input));
    }

    @Override
    public int width() {
        return parts.size() * (cyclic ? 2 : 1);
    }

    @Override
    public int statsLength() {
        return 0;
    }

    @Override
    public boolean repeatable() {
        return true;
    }

    @Override
    public Ready ready(int[] at) {
        return new Clock(this, at[0]);
    }

    private static final class Clock extends Ready.Dense {
        private final TimePart[] parts;
        private final boolean cyclic;
        private final boolean ofEvent;
        private final int input;
        private final int width;
        private final LocalTimeline local;

        Clock(DateTimeParts rule, int input) {
            super(rule);
            parts = rule.parts.toArray(TimePart[]::new);
            cyclic = rule.cyclic;
            ofEvent = rule.input == null;
            this.input = input;
            width = rule.width();
            local = new LocalTimeline(rule.zone);
        }

        @Override
        void encode(RawInputs event, double[] stats, int statsAt, boolean learn, float[] out, int at) {
            double time = ofEvent ? event.time() : event.numbers()[input];
            if (!(Math.abs(time) <= MAX)) {
                Arrays.fill(out, at, at + width, 0);
                return;
            }
            local.goTo((long) time);
            for (int i = 0; i < parts.length; i++) {
                double gone = parts[i].gone(local);
                if (cyclic) {
                    out[at + 2 * i] = (float) StrictMath.sin(2 * Math.PI * gone);
                    out[at + 2 * i + 1] = (float) StrictMath.cos(2 * Math.PI * gone);
                } else {
                    out[at + i] = (float) gone;
                }
            }
        }
    }
}
