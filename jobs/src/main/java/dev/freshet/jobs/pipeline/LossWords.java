package dev.freshet.jobs.pipeline;

import dev.freshet.model.loss.Loss;
import dev.freshet.model.loss.Losses;
import java.util.Map;

/** Losses as a file writes them. */
final class LossWords {
    private static final Map<String, Loss> LOSSES = Map.of(
            "mse", Losses.meanSquaredError(),
            "binary-cross-entropy", Losses.binaryCrossEntropy(),
            "categorical-cross-entropy", Losses.categoricalCrossEntropy());

    private LossWords() {}

    /** @throws IllegalArgumentException if a file has no word for {@code loss} */
    static String of(Loss loss) {
        for (var entry : LOSSES.entrySet()) {
            if (entry.getValue().equals(loss)) {
                return entry.getKey();
            }
        }
        throw new IllegalArgumentException("a pipeline file has no words for " + loss + ": use what its schema lists");
    }

    /** @throws IllegalArgumentException if no loss has that name */
    static Loss read(String word) {
        Loss loss = LOSSES.get(word);
        if (loss == null) {
            throw new IllegalArgumentException("loss must be of " + LOSSES.keySet() + ": got " + word);
        }
        return loss;
    }
}
