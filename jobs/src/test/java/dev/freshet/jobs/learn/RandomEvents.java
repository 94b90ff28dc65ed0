package dev.freshet.jobs.learn;

import dev.freshet.model.Example;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Task;
import dev.freshet.model.encode.CategoryHash;
import dev.freshet.wire.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Events of a few keys that fit a learner: with missing inputs and labels, weight 0, times that jump both ways. */
public final class RandomEvents {
    private final SplittableRandom random;
    private final int classes;
    private final int keys;
    private long offset;
    private long time = 1_700_000_000_000L;

    /** Of {@code keys} keys. */
    public RandomEvents(SplittableRandom random, LearnerSpec spec, int keys) {
        this.random = random;
        this.keys = keys;
        classes = spec.task() instanceof Task.Classification c ? c.classes().size() : 1;
    }

    List<Event> next(int count) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(next());
        }
        return events;
    }

    /** The next one. */
    public Event next() {
        int key = random.nextInt(keys);
        time += random.nextInt(-5, 30);
        return new Event("key-" + key, "e" + offset, example(key % 3, offset++));
    }

    private Example example(int partition, long at) {
        double[] numbers = {number(), number()};
        long[] categories = {random.nextInt(8) == 0 ? CategoryHash.MISSING : CategoryHash.of("day-" + random.nextInt(7))
        };
        double label = random.nextInt(8) == 0 ? Double.NaN : label(numbers[0]);
        double weight = random.nextInt(8) == 0 ? 0 : random.nextInt(1, 4);
        return new Example(numbers, categories, label, weight, time, partition, at);
    }

    private double number() {
        return random.nextInt(10) == 0 ? Double.NaN : random.nextDouble(-2, 2);
    }

    private double label(double number) {
        return classes == 1 ? 3 * random.nextDouble() - 1 : number > 0 ? random.nextInt(classes) : 0;
    }
}
