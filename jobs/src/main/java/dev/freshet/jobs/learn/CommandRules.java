package dev.freshet.jobs.learn;

import java.io.Serializable;

/**
 * How commands are taken.
 *
 * @param ids how many of a key's newest commands are remembered: one that bears the id of one of them is a duplicate, ≥ 1
 */
public record CommandRules(int ids) implements Serializable {
    /** A thousand. */
    public static final CommandRules DEFAULT = new CommandRules(1_000);

    private static final int MOST = 1_000_000;

    public CommandRules {
        if (ids < 1 || ids > MOST) {
            throw new IllegalArgumentException("commands.ids must lie in [1, " + MOST + "]: got " + ids);
        }
    }
}
