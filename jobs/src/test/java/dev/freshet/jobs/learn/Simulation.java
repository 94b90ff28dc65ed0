package dev.freshet.jobs.learn;

import dev.freshet.wire.Decoded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/**
 * One seed: a job that reads partitions at any interleaving, checkpoints, crashes, goes back to any retained checkpoint
 * with any parallelism, and comes to its end. Everything that it ever writes must be what the {@link Scenario} expects, the
 * ledger's rows must add up at every barrier, and in the end all of it must be committed. One thread, one clock, which stands in no relation to time.
 */
public final class Simulation {
    private static final int RETAINED = 3;

    private final Scenario scenario;
    private final Backend backend;
    private final Map<String, List<String>> expected;
    private final SplittableRandom random;
    private final int keyGroups;
    private final SimulatedTopics topics = new SimulatedTopics();
    private final List<Checkpoint> checkpoints = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();
    private int[] positions;
    private int faults;
    private long clock;
    private long lastCheckpoint;
    private @Nullable Checkpoint passed;
    private boolean finished;
    private boolean failsBehindTheEnd;
    private int last;
    private boolean ended;

    /** Where input and output stood at a barrier, and the state once it is written. */
    private record Checkpoint(
            long id, List<Integer> positions, int outputs, int rows, SimulatedTasks.@Nullable Savepoint savepoint) {}

    private Simulation(long seed, Backend backend, Map<String, List<String>> expected) {
        scenario = Scenario.of(seed);
        this.backend = backend;
        this.expected = expected;
        random = new SplittableRandom(~seed);
        keyGroups = random.nextInt(4, 17);
        faults = random.nextInt(5);
        failsBehindTheEnd = scenario.extras().failsBehindTheEnd();
        positions = new int[scenario.partitions().size()];
    }

    /**
     * Runs a seed to its end.
     *
     * @param backend of {@link Backend}
     * @param expected of {@link Scenario#expected}
     * @return what happened, line by line
     * @throws AssertionError with what happened, if a law is broken
     */
    public static List<String> run(long seed, String backend, Map<String, List<String>> expected) {
        Simulation simulation = new Simulation(seed, Backend.valueOf(backend), expected);
        try {
            simulation.run();
            return simulation.trace;
        } catch (Exception | AssertionError e) {
            throw new AssertionError(
                    "seed " + seed + " on " + backend + ": " + e.getMessage() + "\n  "
                            + String.join("\n  ", simulation.trace),
                    e);
        }
    }

    private void run() throws Exception {
        say(scenario.spec() + ", " + scenario.rules() + ", " + scenario.publish());
        while (!finished) {
            Checkpoint from = goBack();
            int parallelism = random.nextInt(1, backend == Backend.HEAP ? 5 : 3);
            // Flink starts a job that failed with as many subtasks as it had; nobody rescales one that has ended.
            last = ended ? last : parallelism;
            attempt(from, last);
            topics.requireBegins(expected);
        }
        topics.requireAll(expected);
    }

    /** Mostly to the newest checkpoint, else to any retained one; to the beginning where there is none. */
    private @Nullable Checkpoint goBack() {
        passed = null;
        while (checkpoints.size() > 1 && random.nextInt(4) == 0) {
            checkpoints.remove(checkpoints.size() - 1);
        }
        Checkpoint from = checkpoints.isEmpty() ? null : checkpoints.get(checkpoints.size() - 1);
        topics.takeBackTo(from == null ? 0 : from.outputs(), from == null ? 0 : from.rows());
        for (int i = 0; i < positions.length; i++) {
            positions[i] = from == null ? 0 : from.positions().get(i);
        }
        return from;
    }

    private void attempt(@Nullable Checkpoint from, int parallelism) throws Exception {
        say((from == null ? "start" : "restore checkpoint " + from.id()) + " with parallelism " + parallelism);
        SimulatedTasks tasks = new SimulatedTasks(scenario, backend, keyGroups, parallelism, topics);
        try (tasks) {
            open(tasks, from, parallelism);
            while (unread() > 0) {
                step(tasks);
            }
            finish(tasks);
        } catch (Exception e) {
            var crash =
                    ExceptionUtils.findThrowable(e, SimulatedTopics.Crash.class).orElseThrow(() -> e);
            say("crash " + crash.getMessage() + " at " + place());
        }
    }

    private void open(SimulatedTasks tasks, @Nullable Checkpoint from, int parallelism) throws Exception {
        for (int i = 0; i < parallelism; i++) {
            tasks.open(from == null ? null : from.savepoint());
            if (fault(30)) {
                throw new SimulatedTopics.Crash("while subtask " + i + " of " + parallelism + " was restored");
            }
        }
    }

    private void step(SimulatedTasks tasks) throws Exception {
        switch (random.nextInt(12)) {
            case 0 -> clock += random.nextInt(1, 100_000);
            case 1, 2 -> {
                if (passed == null) {
                    barrier(tasks);
                } else {
                    complete(tasks);
                }
            }
            case 3 -> {
                if (fault(2)) {
                    crash(tasks);
                }
            }
            default -> burst(tasks, random.nextInt(1, 16));
        }
        tasks.setClock(clock);
    }

    private void burst(SimulatedTasks tasks, int most) throws Exception {
        for (int i = 0; i < most && unread() > 0; i++) {
            int partition = random.nextInt(positions.length);
            List<Decoded> records = scenario.partitions().get(partition);
            if (positions[partition] < records.size()) {
                tasks.process(records.get(positions[partition]++));
            }
        }
    }

    /** What the restart after it makes of it depends on whether a checkpoint was being written. */
    private void crash(SimulatedTasks tasks) throws Exception {
        switch (random.nextInt(4)) {
            case 0 -> topics.crashAfter(random.nextInt(20));
            case 1 -> {
                if (passed == null) {
                    barrier(tasks);
                }
                complete(tasks);
                throw new SimulatedTopics.Crash("after a savepoint");
            }
            default ->
                throw new SimulatedTopics.Crash(passed == null ? "between records" : "with a snapshot unwritten");
        }
    }

    private void barrier(SimulatedTasks tasks) throws Exception {
        long id = ++lastCheckpoint;
        tasks.barrier(id);
        List<Integer> at = new ArrayList<>();
        for (int position : positions) {
            at.add(position);
        }
        passed = new Checkpoint(id, at, topics.position(), topics.rows().size(), null);
        say("barrier " + id + " at " + place());
        SimulatedLedger.require(topics.rows(), positions, expected);
    }

    private void complete(SimulatedTasks tasks) throws Exception {
        Checkpoint barrier = passed;
        if (barrier == null) {
            return;
        }
        checkpoints.add(new Checkpoint(
                barrier.id(), barrier.positions(), barrier.outputs(), barrier.rows(), tasks.write(barrier.id())));
        topics.commit(barrier.outputs());
        if (checkpoints.size() > RETAINED) {
            checkpoints.remove(0);
        }
        passed = null;
        say("checkpoint " + barrier.id() + " written at " + place());
    }

    private void finish(SimulatedTasks tasks) throws Exception {
        complete(tasks);
        if (fault(3)) {
            topics.crashAfter(random.nextInt(10));
        }
        say("finish at " + place());
        tasks.finish();
        barrier(tasks);
        if (fault(3)) {
            throw new SimulatedTopics.Crash("between the end and its commit");
        }
        complete(tasks);
        ended = true;
        if (failsBehindTheEnd) {
            failsBehindTheEnd = false;
            throw new SimulatedTopics.Crash("behind the end, which is committed");
        }
        finished = true;
    }

    /** Whether to do what is done one time in {@code n}, while there are faults left. */
    private boolean fault(int n) {
        boolean now = faults > 0 && random.nextInt(n) == 0;
        faults -= now ? 1 : 0;
        return now;
    }

    private int unread() {
        int unread = scenario.records();
        for (int position : positions) {
            unread -= position;
        }
        return unread;
    }

    private String place() {
        StringBuilder place = new StringBuilder("offsets");
        for (int position : positions) {
            place.append(' ').append(position);
        }
        return place.append(", clock ")
                .append(clock)
                .append(", ")
                .append(topics.position())
                .append(" outputs")
                .toString();
    }

    private void say(String line) {
        trace.add(line);
    }
}
