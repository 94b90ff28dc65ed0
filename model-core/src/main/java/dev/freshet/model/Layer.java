package dev.freshet.model;

import java.io.Serializable;

/** One layer of a {@link Sequential}; its width in is the width out of the layer before it. */
public sealed interface Layer extends Serializable permits Dense {

    int units();

    Activation activation();

    Initializer initializer();
}
