package dev.freshet.jobs.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with one file, so that all of it is reported at once. */
final class Problems {
    private static final int MAX_REPORTED = 100;

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void add(At at, String message) {
        found.add(new Problem(file, at.line(), at.column(), at.path(), message));
    }

    /** About the file as a whole. */
    void add(String message) {
        found.add(new Problem(file, 0, 0, "", message));
    }

    boolean none() {
        return found.isEmpty();
    }

    /** Whether nothing is wrong at {@code path}, below it, or with what it lies in. */
    boolean noneAround(String path) {
        return found.stream().map(Problem::path).noneMatch(p -> !p.isEmpty() && (isUnder(p, path) || isUnder(path, p)));
    }

    /** What {@code rule} makes; null where it refuses, which becomes a problem at {@code at}. */
    <T> @Nullable T attempt(At at, Supplier<T> rule) {
        return attempt(at, false, rule);
    }

    /** @param secret whether what the rule found must not be shown */
    <T> @Nullable T attempt(At at, boolean secret, Supplier<T> rule) {
        try {
            return rule.get();
        } catch (IllegalArgumentException e) {
            add(at, secret ? ruleOf(e) : String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** The message of a refusal without what it found. */
    static String ruleOf(IllegalArgumentException e) {
        String message = String.valueOf(e.getMessage());
        int got = message.indexOf(": got ");
        return got < 0 ? message : message.substring(0, got);
    }

    Set<String> paths() {
        return found.stream().map(Problem::path).collect(Collectors.toSet());
    }

    private static boolean isUnder(String path, String root) {
        return path.startsWith(root)
                && (path.length() == root.length() || ".[".indexOf(path.charAt(root.length())) >= 0);
    }

    /** The first {@link #MAX_REPORTED} in the order of the lines. */
    PipelineException asException() {
        List<Problem> all = found.stream().sorted(Problem.IN_ORDER).distinct().toList();
        if (all.size() <= MAX_REPORTED) {
            return new PipelineException(all);
        }
        List<Problem> first = new ArrayList<>(all.subList(0, MAX_REPORTED));
        first.add(new Problem(file, 0, 0, "", "has " + (all.size() - MAX_REPORTED) + " more problems"));
        return new PipelineException(first);
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw asException();
        }
    }
}
