package dev.freshet.model.optim;

/** Where a rule that divides by a root √v adds its ε; the field has both, and they differ where v is small. */
public enum EpsilonPlace {
    /** {@code √v + ε}, as PyTorch and most papers have it. */
    OUTSIDE,
    /** {@code √(v + ε)}, as Keras has it. */
    INSIDE
}
