package dev.freshet.jobs.learn;

import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.model.Prior;
import dev.freshet.model.SnapshotCodec;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a seed draws last, so that the seeds of before keep their learners, inputs and faults.
 *
 * @param source where keys begin: blank, or at a prior that learned from the beginning of the same input; alone, or with
 *     challengers
 * @param states when a key that was idle begins anew
 * @param threaded whether snapshots are written by a thread of their own while records are processed
 * @param failsBehindTheEnd whether the job fails once more when its end is committed
 */
record Extras(LearnerSource source, StateRules states, boolean threaded, boolean failsBehindTheEnd) {
    private static final int LESSONS = 60;

    static Extras none(LearnerSpec spec) {
        return new Extras(LearnerSource.of(spec), StateRules.DEFAULT, false, false);
    }

    static Extras draw(SplittableRandom random, LearnerSpec spec, List<List<Decoded>> input) {
        long idle = random.nextInt(4) == 0 ? random.nextInt(1, 200) : 0;
        boolean prior = random.nextInt(4) == 0;
        double shrinkage = random.nextBoolean() ? random.nextDouble(1, 50) : 0;
        LearnerSource source = prior ? beginningAt(spec, input, shrinkage) : LearnerSource.of(spec);
        boolean threaded = random.nextInt(3) == 0;
        boolean failsBehindTheEnd = random.nextInt(4) == 0;
        return new Extras(
                source.choosing(random.nextInt(3) == 0 ? SimulatedSpecs.challengers(random, spec) : null),
                new StateRules(StateRules.ShapeChange.REFUSE, idle),
                threaded,
                failsBehindTheEnd);
    }

    /** Blank where no batch closes, or none that a prior can be made of. */
    private static LearnerSource beginningAt(LearnerSpec spec, List<List<Decoded>> input, double shrinkage) {
        Learner learner = new Learner(spec);
        LearnerState all = learner.init("all");
        input.stream()
                .flatMap(List::stream)
                .filter(Event.class::isInstance)
                .limit(LESSONS)
                .forEach(event -> learner.observe(all, ((Event) event).example()));
        byte[] snapshot = new SnapshotCodec(learner).encode(all);
        double pull = SimulatedSpecs.sparse(spec) ? 0 : shrinkage;
        try {
            return LearnerSource.of(
                    spec, snapshot, Prior.of(spec, snapshot, pull).shrinkage());
        } catch (IllegalArgumentException e) {
            return LearnerSource.of(spec);
        }
    }
}
