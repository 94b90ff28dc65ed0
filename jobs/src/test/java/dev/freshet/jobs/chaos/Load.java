package dev.freshet.jobs.chaos;

/**
 * What a job is fed.
 *
 * @param ahead events that are sent ahead of the answers, at most
 * @param perSecond events per second, as far as {@code ahead} allows; what was held up is sent faster
 * @param between events that are answered between a fault that was recovered from and the next, at least
 */
record Load(int ahead, double perSecond, int between) {
    /** As fast as the answers come. */
    static Load ahead(int events) {
        return new Load(events, Double.POSITIVE_INFINITY, 0);
    }
}
