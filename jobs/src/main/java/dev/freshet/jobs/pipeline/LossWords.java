package dev.freshet.jobs.pipeline;

import dev.freshet.model.Activation;
import dev.freshet.model.Dense;
import dev.freshet.model.Task;
import dev.freshet.model.loss.BinaryCrossEntropy;
import dev.freshet.model.loss.CategoricalCrossEntropy;
import dev.freshet.model.loss.ClassWeighted;
import dev.freshet.model.loss.Loss;
import java.util.LinkedHashMap;
import java.util.Map;

/** Losses as a file writes them; {@code cross-entropy} is binary after one sigmoid unit, else categorical. */
final class LossWords {
    private static final String CROSS_ENTROPY = "cross-entropy";
    private static final String WEIGHTS = "class-weights";

    private LossWords() {}

    /** @throws IllegalArgumentException if a setting breaks a rule */
    static Loss read(Section model, Task task, Dense last) {
        Choice choice = Choice.of(model, "loss", task instanceof Task.Regression ? "mse" : CROSS_ENTROPY);
        String word = choice.word().equals(CROSS_ENTROPY) ? crossEntropy(last) : choice.word();
        Loss loss = RecordSettings.read(Vocabulary.LOSSES.defaults(word), choice.settings());
        return choice.settings().has(WEIGHTS)
                ? new ClassWeighted(loss, choice.settings().numbers(WEIGHTS))
                : loss;
    }

    private static String crossEntropy(Dense last) {
        boolean single = last.units() == 1 && last.activation() == Activation.SIGMOID;
        return single ? "binary-cross-entropy" : "categorical-cross-entropy";
    }

    /** The word alone, as for a person. */
    static String of(Loss loss) {
        return loss instanceof ClassWeighted weighted
                ? of(weighted.loss()) + ", weighted by class"
                : Vocabulary.LOSSES.word(loss);
    }

    static String write(Loss loss) {
        boolean weighted = loss instanceof ClassWeighted;
        Loss plain = loss instanceof ClassWeighted outer ? outer.loss() : loss;
        boolean crossEntropy = plain instanceof BinaryCrossEntropy || plain instanceof CategoricalCrossEntropy;
        String word = crossEntropy ? CROSS_ENTROPY : Vocabulary.LOSSES.word(plain);
        if (!weighted && plain.equals(Vocabulary.LOSSES.defaults(Vocabulary.LOSSES.word(plain)))) {
            return word;
        }
        Map<String, String> settings = new LinkedHashMap<>(RecordSettings.write(plain));
        if (loss instanceof ClassWeighted outer) {
            settings.put(WEIGHTS, outer.weights().toString());
        }
        return YamlText.map(Map.of(word, YamlText.map(settings)));
    }
}
