package dev.freshet.model;

import dev.freshet.model.drift.Adwin;
import dev.freshet.model.drift.DriftDetector;
import dev.freshet.model.drift.FeatureDrift;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What watches a key's predictions and inputs for drift, and what the key does about it.
 *
 * @param detector raises {@link dev.freshet.model.drift.DriftLevel#DRIFT}; null for none
 * @param warning whose alarm, or warning, is a warning here; null for none
 * @param target what the two watch
 * @param features watches each numeric input against its first values, and tells; null for none
 */
public record DriftPolicy(
        @Nullable DriftDetector detector,
        @Nullable DriftDetector warning,
        Target target,
        DriftResponse response,
        @Nullable FeatureDrift features)
        implements Serializable {

    /** A number per labelled event, made from the prediction before the label was learned. */
    public enum Target {
        /** 0 or 1 for a class, the absolute error for a number. */
        ERROR,
        /** Log loss, or the squared error. */
        LOSS
    }

    /** Nothing watches. */
    public static final DriftPolicy NONE = new DriftPolicy(null, null, Target.ERROR, DriftResponse.NONE, null);

    /** ADWIN at its defaults watches the error and tells. */
    public static final DriftPolicy DEFAULT = watch(new Adwin(0.002));

    public DriftPolicy {
        if (detector == null && (warning != null || !response.equals(DriftResponse.NONE))) {
            throw new IllegalArgumentException("drift.detector must be set where there is a warning or a response: got "
                    + (warning == null ? response : warning));
        }
        if (warning == null && response instanceof DriftResponse.SwapBackground) {
            throw new IllegalArgumentException(
                    "drift.warn must be set for swap-background, whose second model learns from the warning on: got none");
        }
    }

    /** {@code detector} watches the error and tells. */
    public static DriftPolicy watch(DriftDetector detector) {
        return new DriftPolicy(detector, null, Target.ERROR, DriftResponse.NONE, null);
    }

    /** The same with a response. */
    public DriftPolicy respond(DriftResponse other) {
        return new DriftPolicy(detector, warning, target, other, features);
    }

    /** The same with a detector of warnings. */
    public DriftPolicy warn(DriftDetector other) {
        return new DriftPolicy(detector, other, target, response, features);
    }

    /** The same with a watch over the inputs. */
    public DriftPolicy watchFeatures(FeatureDrift other) {
        return new DriftPolicy(detector, warning, target, response, other);
    }
}
