package dev.freshet.jobs.pipeline;

import dev.freshet.model.BatchPolicy;
import dev.freshet.model.Challenger;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Sequential;
import dev.freshet.model.encode.FeatureEncoding;
import dev.freshet.model.optim.GradientTransform;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses a model that no memory holds, before any array is made. */
final class SizeCheck {
    private final Section model;
    private final Problems problems;

    SizeCheck(Section model, Problems problems) {
        this.model = model;
        this.problems = problems;
    }

    /** Says nothing where a part is missing. */
    void check(
            @Nullable FeatureEncoding features,
            @Nullable Sequential network,
            @Nullable GradientTransform optimizer,
            @Nullable BatchPolicy batch) {
        if (features == null || network == null || optimizer == null || batch == null) {
            return;
        }
        Size size = Size.of(features.width(), network.layers(), optimizer.slots(), batch.size());
        if (size.bytes() > Size.MAX_BYTES) {
            boolean byBatch = size.batchBytes() > size.bytes() / 2;
            At largest = model.items("network")
                    .get(Size.largest(features.width(), network.layers()))
                    .at();
            problems.add(
                    byBatch ? model.in("batch").at("size") : largest,
                    tooLarge(size) + (byBatch ? "take smaller batches" : "take smaller layers or fewer hash buckets"));
        }
    }

    /** Says where champion and challengers of a key take too much together. */
    void checkTogether(LearnerSpec champion, List<Challenger> challengers) {
        long bytes = Size.of(champion).bytes();
        for (Challenger challenger : challengers) {
            bytes += Size.of(challenger.spec()).bytes();
        }
        if (bytes > Size.MAX_BYTES) {
            problems.add(
                    model.at("challengers"),
                    "a key takes " + Size.human(bytes) + " with its challengers, more than "
                            + Size.human(Size.MAX_BYTES) + ": take fewer, or smaller ones");
        }
    }

    private static String tooLarge(Size size) {
        return String.format(
                "a key takes %s, more than %s: %,d parameters of %s, %s of optimiser slots, %s of batch; ",
                Size.human(size.bytes()),
                Size.human(Size.MAX_BYTES),
                size.parameters(),
                Size.human(size.parameterBytes()),
                Size.human(size.slotBytes()),
                Size.human(size.batchBytes()));
    }
}
