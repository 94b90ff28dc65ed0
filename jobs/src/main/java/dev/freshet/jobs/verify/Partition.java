package dev.freshet.jobs.verify;

import dev.freshet.wire.SafeText;
import java.util.Comparator;

/** A partition of an input topic. */
record Partition(String topic, int number) implements Comparable<Partition> {
    private static final Comparator<Partition> ORDER =
            Comparator.comparing(Partition::topic).thenComparingInt(Partition::number);

    @Override
    public int compareTo(Partition other) {
        return ORDER.compare(this, other);
    }

    /** As a finding names it. */
    String place() {
        return "topic " + SafeText.of(topic) + ", partition " + number;
    }
}
