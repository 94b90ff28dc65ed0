package dev.freshet.model;

/** Something that handles the same events each time it runs, and goes on where it was. */
interface Workload {
    String name();

    /** Of one run. */
    int events();

    /** @return something that depends on all of the work */
    double run();
}
