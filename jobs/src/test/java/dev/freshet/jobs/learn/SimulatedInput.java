package dev.freshet.jobs.learn;

import dev.freshet.model.Example;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Task;
import dev.freshet.model.encode.CategoryHash;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.Header;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.RejectionCode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Input partitions of a bounded stream, the records of a key all in one of them. Few keys have most of the records; times
 * run both ways, identifiers repeat, labels are missing or turn, numbers overflow, and some records are no events.
 */
final class SimulatedInput {
    private static final double[] AWKWARD = {1e308, -1e20, 1e30, -1e-320, 1e5, 0};

    private final SplittableRandom random;
    private final boolean sparse;
    private final int classes;
    private final int keys;
    private final double skew;
    private final int turn;
    private long time = 1_700_000_000_000L;
    private int made;

    private SimulatedInput(SplittableRandom random, LearnerSpec spec, int records) {
        this.random = random;
        sparse = SimulatedSpecs.sparse(spec);
        classes = spec.task() instanceof Task.Classification c ? c.classes().size() : 1;
        keys = random.nextInt(1, 9);
        skew = random.nextDouble(1, 4);
        turn = random.nextInt(records);
    }

    static List<List<Decoded>> draw(SplittableRandom random, LearnerSpec spec) {
        List<List<Decoded>> partitions = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            partitions.add(new ArrayList<>());
        }
        int records = random.nextInt(1, 12) * random.nextInt(1, 25);
        SimulatedInput input = new SimulatedInput(random, spec, records);
        for (int i = 0; i < records; i++) {
            input.addTo(partitions);
        }
        return partitions;
    }

    private void addTo(List<List<Decoded>> partitions) {
        int key = (int) (keys * Math.pow(random.nextDouble(), skew));
        int partition = key % partitions.size();
        List<Decoded> records = partitions.get(partition);
        records.add(random.nextInt(25) == 0 ? rejection(partition, records.size()) : event(key, partition, records));
        made++;
    }

    private static Rejection rejection(int partition, long offset) {
        return new Rejection(RejectionCode.MALFORMED, null, "no JSON: got a byte", raw(partition, offset));
    }

    private static RawRecord raw(int partition, long offset) {
        return new RawRecord(
                "events",
                partition,
                offset,
                1_000 + offset,
                null,
                new byte[] {(byte) offset},
                List.of(Header.of("trace", "t" + offset)));
    }

    private Event event(int key, int partition, List<Decoded> before) {
        time += random.nextInt(8) == 0 ? random.nextInt(-200, 200) : random.nextInt(30);
        long offset = before.size();
        Decoded earlier = before.isEmpty() ? null : before.get(random.nextInt(before.size()));
        if (earlier instanceof Event again && random.nextInt(10) == 0) {
            Example example = random.nextInt(4) == 0 ? example(partition, offset) : moved(again.example(), offset);
            return new Event(again.key(), again.id(), example, raw(partition, offset));
        }
        String id = random.nextInt(10) == 0 ? partition + ":" + offset : "e" + offset;
        return new Event("key-" + key, id, example(partition, offset), raw(partition, offset));
    }

    /** A producer's second attempt. */
    private Example moved(Example example, long offset) {
        Example moved = new Example(
                example.numbers(),
                example.categories(),
                example.label(),
                example.weight(),
                time,
                example.partition(),
                offset);
        return sparse ? moved.withSparse(example.indices(), example.values()) : moved;
    }

    private Example example(int partition, long offset) {
        double[] numbers = {number(), number()};
        long[] categories = {random.nextInt(8) == 0 ? CategoryHash.MISSING : CategoryHash.of("day-" + random.nextInt(7))
        };
        double label = random.nextInt(8) == 0 ? Double.NaN : label(numbers[0]);
        Example example = new Example(numbers, categories, label, weight(), time, partition, offset);
        return sparse ? withColumns(example) : example;
    }

    private Example withColumns(Example example) {
        int[] columns = new int[random.nextInt(6)];
        float[] values = new float[columns.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = i * 300 + random.nextInt(5);
            values[i] = random.nextInt(30) == 0 ? 1e30f : (float) random.nextDouble(-2, 2);
        }
        return example.withSparse(columns, values);
    }

    private double number() {
        int kind = random.nextInt(60);
        return kind < 4 ? Double.NaN : kind == 4 ? AWKWARD[random.nextInt(AWKWARD.length)] : random.nextDouble(-2, 2);
    }

    /** The sign of a number decides it, and after the turn the other way round. */
    private double label(double number) {
        boolean high = number > 0 == made < turn;
        if (classes == 1) {
            return random.nextInt(60) == 0 ? 1e30 : (high ? 2 : -2) + random.nextDouble();
        }
        return high ? random.nextInt(classes) : 0;
    }

    private double weight() {
        return switch (random.nextInt(12)) {
            case 0 -> 0;
            case 1 -> 1e300;
            case 2 -> 3;
            default -> 1;
        };
    }
}
