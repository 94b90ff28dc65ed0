package dev.freshet.model;

import java.io.Serializable;

/**
 * What a model key does about an alarm of its drift detector. It acts once, when the open batch closes and before that
 * batch is learned, so that weights never change between two batches and a replay acts at the same place.
 */
public sealed interface DriftResponse extends Serializable
        permits DriftResponse.None,
                DriftResponse.BoostRate,
                DriftResponse.ResetOptimizer,
                DriftResponse.ResetModel,
                DriftResponse.SwapBackground {

    DriftResponse NONE = new None();

    /** The word for it in records and files. */
    String name();

    /** Only tell. */
    record None() implements DriftResponse {
        @Override
        public String name() {
            return "none";
        }
    }

    /**
     * Multiplies the learning rate by {@code factor} for {@code batches} batches; another alarm begins them anew.
     *
     * @param factor &gt; 1, at most 1e6
     * @param batches ≥ 1
     */
    record BoostRate(double factor, int batches) implements DriftResponse {
        public BoostRate {
            if (!(factor > 1 && factor <= 1e6)) {
                throw new IllegalArgumentException("boost-rate.factor must lie in (1, 1e6]: got " + factor);
            }
            if (batches < 1) {
                throw new IllegalArgumentException("boost-rate.batches must be >= 1: got " + batches);
            }
        }

        @Override
        public String name() {
            return "boost-rate";
        }
    }

    /** Sets the optimiser's slots to 0 and its count of steps with them; the weights stay. */
    record ResetOptimizer() implements DriftResponse {
        @Override
        public String name() {
            return "reset-optimizer";
        }
    }

    /** Begins again with the weights of a new key; encoder statistics and metrics stay. */
    record ResetModel() implements DriftResponse {
        @Override
        public String name() {
            return "reset-model";
        }
    }

    /**
     * From a warning on, a second model begins as a new key's and learns from the same batches; at the alarm it takes the
     * first one's place. Without a warning before it an alarm does what {@link ResetModel} does.
     *
     * @param patience batches after the last warning until the second model is given up, ≥ 1
     * @see <a href="https://doi.org/10.1007/978-3-540-28645-5_29">Gama et al. (2004), for learning from the warning on</a>
     */
    record SwapBackground(int patience) implements DriftResponse {
        public SwapBackground {
            if (patience < 1) {
                throw new IllegalArgumentException("swap-background.patience must be >= 1 batch: got " + patience);
            }
        }

        @Override
        public String name() {
            return "swap-background";
        }
    }
}
