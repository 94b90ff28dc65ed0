package dev.freshet.jobs;

import java.util.List;

/** Settings under which the job must not start, all of them. */
public final class StartUpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartUpException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
    }
}
