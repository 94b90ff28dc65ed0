package dev.freshet.model.optim;

import java.io.Serializable;

/** A learning rate that depends on the step and on nothing else; a key counts its own steps. */
public sealed interface Schedule extends Serializable
        permits ConstantRate, CosineDecay, ExponentialDecay, InverseScaling, WarmUp {

    /**
     * The rate of an update, ≥ 0 and finite in float32.
     *
     * @param step counts updates from 1
     */
    double rate(long step);
}
