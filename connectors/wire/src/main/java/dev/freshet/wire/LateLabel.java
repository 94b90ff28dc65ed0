package dev.freshet.wire;

/**
 * A record that says what an event of before, which came without a label, turned out to be.
 *
 * @param key model key of the event
 * @param id names the event
 * @param label a class's index, or a finite number
 * @param weight how many times the event counts; NaN where the record does not say, and the event's own weight holds
 * @param time when the label became known, in epoch milliseconds UTC
 * @param raw the record, since no event may be found for it
 */
public record LateLabel(String key, String id, double label, double weight, long time, RawRecord raw)
        implements Decoded {

    /** Whether {@code other} says the same of an event. */
    public boolean saysAs(double otherLabel, double otherWeight) {
        return Double.compare(label, otherLabel) == 0 && Double.compare(weight, otherWeight) == 0;
    }
}
