package dev.freshet.jobs.pipeline;

import dev.freshet.model.optim.Chain;
import dev.freshet.model.optim.ClipByNorm;
import dev.freshet.model.optim.ClipByValue;
import dev.freshet.model.optim.Ftrl;
import dev.freshet.model.optim.GradientTransform;
import dev.freshet.model.optim.ScaleByAdam;
import dev.freshet.model.optim.WeightDecay;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Optimisers as a file writes them: by their usual name, with the settings of the rule that gives the direction beside a
 * rate and what clips the gradient; or as a chain, link by link.
 */
final class OptimizerWords {
    private static final String SGD = "sgd";
    private static final String ADAM_W = "adamw";
    private static final String CHAIN = "chain";
    private static final String FTRL = "ftrl";
    private static final double RATE = 0.001;

    /** The link that gives the direction, by the optimiser's name. */
    private static final Map<String, String> DIRECTIONS = directions();

    private OptimizerWords() {}

    private static Map<String, String> directions() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("momentum", "trace");
        names.put("nesterov", "nesterov-trace");
        names.put("adagrad", "scale-by-adagrad");
        names.put("rmsprop", "scale-by-rms");
        names.put("adadelta", "scale-by-adadelta");
        names.put("adam", "scale-by-adam");
        names.put("amsgrad", "scale-by-amsgrad");
        names.put("adamax", "scale-by-adamax");
        names.put("nadam", "scale-by-nadam");
        return names;
    }

    /** @throws IllegalArgumentException if a setting breaks a rule */
    static GradientTransform read(Section model) {
        Section section = model.in("optimizer");
        return section.has(CHAIN) ? new Chain(links(section)) : named(Choice.of(model, "optimizer", "adam"));
    }

    private static GradientTransform named(Choice optimizer) {
        List<GradientTransform> links = new ArrayList<>();
        Section settings = optimizer.settings();
        if (settings.has("clip-norm")) {
            links.add(new ClipByNorm(settings.number("clip-norm", 0)));
        }
        if (settings.has("clip-value")) {
            links.add(new ClipByValue(settings.number("clip-value", 0)));
        }
        addNamed(optimizer, links);
        return joined(links);
    }

    private static void addNamed(Choice optimizer, List<GradientTransform> links) {
        Section settings = optimizer.settings();
        String direction = DIRECTIONS.get(optimizer.word());
        if (direction != null) {
            links.add(rule(direction, settings));
        }
        switch (optimizer.word()) {
            case FTRL -> links.add(rule(FTRL, settings));
            case ADAM_W -> {
                links.add(rule("scale-by-adam", settings));
                links.add(rule("weight-decay", settings));
                links.add(RateWords.descent(optimizer.word(), settings, RATE));
            }
            default -> links.add(RateWords.descent(optimizer.word(), settings, RATE));
        }
    }

    private static GradientTransform rule(String word, Section settings) {
        return RecordSettings.read(Vocabulary.LINKS.defaults(word), settings);
    }

    private static List<GradientTransform> links(Section chain) {
        return chain.items(CHAIN).stream()
                .map(item -> {
                    Section link = Section.of(item);
                    return link.has(CHAIN) ? new Chain(links(link)) : Vocabulary.LINKS.read(Choice.of(item));
                })
                .toList();
    }

    private static GradientTransform joined(List<GradientTransform> links) {
        return links.size() == 1 ? links.get(0) : new Chain(links);
    }

    /** @throws IllegalArgumentException if a file has no words for {@code optimizer} */
    static String write(GradientTransform optimizer) {
        String named = named(optimizer);
        if (named != null) {
            return named;
        }
        if (optimizer instanceof Chain chain) {
            return chain(chain);
        }
        throw RuleWords.noWords(optimizer);
    }

    private static String chain(Chain chain) {
        return chain.transforms().stream()
                .map(link -> link instanceof Chain inner ? chain(inner) : Vocabulary.LINKS.write(link))
                .collect(Collectors.joining(", ", "{" + CHAIN + ": [", "]}"));
    }

    /** Null if no usual name stands for just these links. */
    private static @Nullable String named(GradientTransform optimizer) {
        List<GradientTransform> links =
                new ArrayList<>(optimizer instanceof Chain chain ? chain.transforms() : List.of(optimizer));
        Map<String, String> clips = new LinkedHashMap<>();
        if (links.get(0) instanceof ClipByNorm clip) {
            clips.put("clip-norm", String.valueOf(clip.max()));
            links.remove(0);
        }
        if (!links.isEmpty() && links.get(0) instanceof ClipByValue clip) {
            clips.put("clip-value", String.valueOf(clip.max()));
            links.remove(0);
        }
        String named = links.isEmpty() ? null : named(links, clips);
        return named != null && (optimizer instanceof Chain == links.size() + clips.size() > 1) ? named : null;
    }

    private static @Nullable String named(List<GradientTransform> links, Map<String, String> clips) {
        GradientTransform first = links.get(0);
        if (links.size() == 1 && first instanceof Ftrl) {
            return optimizer(FTRL, RecordSettings.write(first), clips);
        }
        String rate = RateWords.ofDescent(links.get(links.size() - 1));
        if (rate == null || links.size() > 3) {
            return null;
        }
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("rate", rate);
        if (links.size() == 1) {
            return optimizer(SGD, settings, clips);
        }
        settings.putAll(RecordSettings.write(first));
        if (links.size() == 2) {
            String name = nameOf(first);
            return name == null ? null : optimizer(name, settings, clips);
        }
        boolean decays = first instanceof ScaleByAdam && links.get(1) instanceof WeightDecay;
        settings.putAll(RecordSettings.write(links.get(1)));
        return decays ? optimizer(ADAM_W, settings, clips) : null;
    }

    private static @Nullable String nameOf(GradientTransform direction) {
        String link = Vocabulary.LINKS.has(direction) ? Vocabulary.LINKS.word(direction) : "";
        return DIRECTIONS.entrySet().stream()
                .filter(entry -> entry.getValue().equals(link))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private static String optimizer(String name, Map<String, String> settings, Map<String, String> clips) {
        settings.putAll(clips);
        return YamlText.map(Map.of(name, YamlText.map(settings)));
    }
}
