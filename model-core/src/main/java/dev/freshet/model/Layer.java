package dev.freshet.model;

import java.io.Serializable;

/** One layer of a {@link Sequential}; its width in is the width out of the layer before it, or that of the encoded input. */
public sealed interface Layer extends Serializable permits Dense, Dropout {

    /** Width out. */
    int units(int inputs);

    /** Float32 parameters. */
    long parameters(int inputs);
}
