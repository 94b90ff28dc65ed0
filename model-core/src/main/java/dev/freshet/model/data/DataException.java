package dev.freshet.model.data;

/** Something in a file is not as it must be: the message has the place, the rule, what was found and what to do. */
public final class DataException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    DataException(Place place, String rule, String found, String remedy) {
        super(place + ": " + rule + ": got " + shown(found) + ": " + remedy);
    }

    private static String shown(String found) {
        String cut = found.length() <= 60 ? found : found.substring(0, 60) + "…";
        return cut.isEmpty() ? "nothing" : cut;
    }
}
