package dev.freshet.model;

import dev.freshet.model.select.Evidence;

/**
 * A challenger has taken the champion's place.
 *
 * @param from the contender that was champion, and is a challenger from here on
 * @param to the one that is champion now
 * @param commanded whether a command asked for it; the rule did otherwise
 * @param step of the key, at which it happened
 * @param seen examples that the key had taken in, see {@link LearnerState#seen}
 * @param fingerprint of the model after it
 * @param evidence what the comparison had come to
 */
public record Promotion(
        String from, String to, boolean commanded, long step, long seen, long fingerprint, Evidence evidence) {}
