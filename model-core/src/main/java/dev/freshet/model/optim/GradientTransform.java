package dev.freshet.model.optim;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Turns a gradient into the update that is added to the parameters. The record is the settings; what it remembers lies in
 * slots, float32 arrays as long as the parameters, all zero at first, owned by the model key's state. The rule itself
 * remembers nothing, so that a copy of the arrays continues with the same bits.
 *
 * @see Optimizers
 */
public sealed interface GradientTransform extends Serializable
        permits Chain,
                ClipByNorm,
                ClipByValue,
                Ftrl,
                NesterovTrace,
                Scale,
                ScaleByAdaDelta,
                ScaleByAdaGrad,
                ScaleByAdam,
                ScaleByAdaMax,
                ScaleByAmsGrad,
                ScaleByNadam,
                ScaleByRate,
                ScaleByRms,
                Trace,
                WeightDecay {

    /** Short, and the same in every version: it says in a snapshot whose slots these are. */
    String name();

    /** Floats that this rule remembers of each parameter. */
    int slots();

    /** Whose slots there are, in order, for a snapshot: rules that remember nothing may come and go. */
    default String memory() {
        return slots() == 0 ? "none" : name();
    }

    /** Why the update may not be multiplied by a factor before it is added, or null if it may. */
    default @Nullable String whyUnscalable() {
        return null;
    }

    /**
     * Why a parameter without a gradient may still change, it or its slots, or null if it never does, so that a step need
     * only touch the few parameters of a sparse batch.
     */
    @Nullable
    String whyEager();

    /**
     * Whether a parameter whose gradient, or one of whose new slots, is not finite always gets an update that is not, so that
     * the slots need not be looked at.
     */
    default boolean showsAll() {
        return false;
    }

    /**
     * Overwrites {@code update} (n) in place; the last rule leaves what is to be added to {@code params}. The slots are
     * read, and all of their new values written to {@code next}, so that an update that is refused has left no trace. NaN
     * in the gradient leaves NaN in the update, for the caller to refuse.
     *
     * @param update the gradient, or what the rule before made of it (n)
     * @param params the parameters before the update (n), read only
     * @param slots this rule's slot k is {@code slots[first + k]} (n), k in [0, {@link #slots()}), read only
     * @param next takes the slots' values after the update, at the same places; shares no array with {@code slots}
     * @param step counts updates from 1
     */
    void apply(float[] update, float[] params, float[][] slots, float[][] next, int first, long step);
}
