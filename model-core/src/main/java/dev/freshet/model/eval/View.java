package dev.freshet.model.eval;

/** Which judged events a metric is of. */
public enum View {
    /** All of them. */
    CUMULATIVE,
    /** The newest {@link Views#window}. */
    WINDOW,
    /** All of them, each weighing {@link Views#fading} times the next. */
    FADING
}
