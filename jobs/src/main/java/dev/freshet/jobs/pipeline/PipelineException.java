package dev.freshet.jobs.pipeline;

import java.util.List;
import java.util.stream.Collectors;

/** A pipeline file cannot be used; holds all that is wrong with it, in the order of its lines. */
public final class PipelineException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    PipelineException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** At least one. */
    public List<Problem> problems() {
        return problems;
    }
}
