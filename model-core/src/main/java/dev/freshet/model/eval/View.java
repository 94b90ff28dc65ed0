package dev.freshet.model.eval;

/** Over which values of a series a mean is taken. */
public enum View {
    /** All of them. */
    CUMULATIVE,
    /** The newest {@link Views#window}. */
    WINDOW,
    /** All of them, each weighing {@link Views#fading} times the next. */
    FADING
}
