package dev.freshet.jobs.local;

/** A broker of our own did not start; where it said why in its own words, these. */
public final class BrokerStartException extends LocalRunException {
    private static final long serialVersionUID = 1L;
    private static final String BROKER_SAYS = "freshet-broker: ";

    public BrokerStartException(IllegalStateException failure) {
        super(why(String.valueOf(failure.getMessage())), failure);
    }

    private static String why(String message) {
        int says = message.lastIndexOf(BROKER_SAYS);
        return says < 0
                ? message
                : "the broker cannot start: "
                        + message.substring(says + BROKER_SAYS.length()).strip();
    }
}
