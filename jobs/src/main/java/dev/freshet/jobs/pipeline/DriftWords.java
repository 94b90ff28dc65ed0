package dev.freshet.jobs.pipeline;

import dev.freshet.model.DriftPolicy;
import dev.freshet.model.drift.DriftDetector;
import dev.freshet.model.drift.FeatureDrift;
import dev.freshet.model.drift.Psi;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What watches for drift, as a file writes it. */
final class DriftWords {
    private static final String NONE = "none";

    /** What watches the inputs where the file says no more than that something does. */
    private static final FeatureDrift FEATURES = new FeatureDrift(new Psi());

    private DriftWords() {}

    /** @throws IllegalArgumentException if a setting breaks a rule */
    static DriftPolicy read(Section drift) {
        return new DriftPolicy(
                detector(drift, "detector", "adwin"),
                detector(drift, "warn", NONE),
                Words.read(DriftPolicy.Target.class, drift.text("target", "error")),
                Vocabulary.RESPONSES.read(Choice.of(drift, "on-drift", NONE)),
                drift.has("features") ? RecordSettings.read(FEATURES, drift.in("features")) : null);
    }

    private static @Nullable DriftDetector detector(Section drift, String key, String absent) {
        Choice choice = Choice.of(drift, key, absent);
        return choice.word().equals(NONE) ? null : Vocabulary.DETECTORS.read(choice);
    }

    static String write(DriftPolicy policy) {
        Map<String, String> settings = new LinkedHashMap<>();
        DriftDetector detector = policy.detector();
        DriftDetector warning = policy.warning();
        settings.put("detector", detector == null ? "{none: {}}" : Vocabulary.DETECTORS.write(detector));
        if (warning != null) {
            settings.put("warn", Vocabulary.DETECTORS.write(warning));
        }
        if (policy.target() != DriftPolicy.Target.ERROR) {
            settings.put("target", Words.of(policy.target()));
        }
        if (!policy.response().equals(DriftPolicy.NONE.response())) {
            settings.put("on-drift", Vocabulary.RESPONSES.writeShort(policy.response()));
        }
        if (policy.features() != null) {
            settings.put("features", YamlText.map(RecordSettings.write(policy.features())));
        }
        return YamlText.map(settings);
    }

    /** As for a person. */
    static String describe(DriftPolicy policy) {
        FeatureDrift features = policy.features();
        String inputs = features == null ? "" : ", its inputs by " + Vocabulary.TESTS.word(features.test());
        DriftDetector detector = policy.detector();
        if (detector == null) {
            return "not watched" + inputs;
        }
        DriftDetector warning = policy.warning();
        String response = policy.response().name();
        return "watched by " + detector.name()
                + (policy.target() == DriftPolicy.Target.ERROR ? "" : " on the " + Words.of(policy.target()))
                + (warning == null ? "" : ", warned by " + warning.name())
                + (response.equals(NONE) ? "" : ", then " + response)
                + inputs;
    }
}
