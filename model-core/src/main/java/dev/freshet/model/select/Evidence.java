package dev.freshet.model.select;

/**
 * What a comparison of champion and challenger has come to.
 *
 * @param rule its name
 * @param examples that both predicted since the comparison began
 * @param difference by how much the challenger's loss is smaller, on average, in the rule's unit; negative where it is greater
 * @param lower of the interval in which the true difference lies; −∞ where the rule gives none
 * @param upper likewise, ∞
 * @param alpha how probable it is at most that the interval ever misses it; 1 where the rule promises nothing
 */
public record Evidence(String rule, long examples, double difference, double lower, double upper, double alpha) {}
