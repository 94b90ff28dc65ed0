package dev.freshet.wire;

/**
 * A challenger that has taken a champion's place, as the promotions topic holds it.
 *
 * @param from the contender that was champion
 * @param to the one that is champion now
 * @param cause {@code rule} or {@code command}
 * @param at the key's step at which it happened
 * @param seen examples that the key had taken in
 * @param fingerprint of the model after it
 * @param evidence what the comparison of both had come to
 */
public record PromotionRecord(
        String key, String from, String to, String cause, long at, long seen, long fingerprint, Evidence evidence) {

    /**
     * What a comparison has come to.
     *
     * @param rule its name
     * @param examples that both predicted since it began
     * @param difference by how much the challenger's loss was smaller, on average
     * @param lower of the interval in which the true difference lies; not finite, null in JSON, where the rule gives none
     * @param upper likewise
     * @param alpha how probable it is at most that the interval ever misses it
     */
    public record Evidence(String rule, long examples, double difference, double lower, double upper, double alpha) {}
}
