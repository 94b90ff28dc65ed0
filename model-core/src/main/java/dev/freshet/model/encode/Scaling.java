package dev.freshet.model.encode;

/** What is done to a number before a network sees it. */
public enum Scaling {
    /** The number itself. */
    NONE,
    /** Zero mean and unit population variance over the key's events so far, this one included. */
    STANDARD
}
