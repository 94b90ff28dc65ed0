package dev.freshet.jobs.verify;

import java.util.ArrayList;
import java.util.List;

/** Lines of one kind for a person: the first few, and how many more there are. */
final class Findings {
    static final int SHOWN = 10;

    private final List<String> lines = new ArrayList<>();
    private long more;

    void add(String line) {
        if (lines.size() < SHOWN) {
            lines.add(line);
        } else {
            more++;
        }
    }

    boolean none() {
        return lines.isEmpty();
    }

    List<String> lines() {
        List<String> all = new ArrayList<>(lines);
        if (more > 0) {
            all.add("and " + more + " more");
        }
        return all;
    }
}
