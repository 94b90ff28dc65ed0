package dev.freshet.model.drift;

/** What settings must keep to. */
final class Check {

    private Check() {}

    static void atLeast(int least, String name, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be >= " + least + ": got " + value);
        }
    }

    static void between(int least, int greatest, String name, int value) {
        if (value < least || value > greatest) {
            throw new IllegalArgumentException(name + " must lie in [" + least + ", " + greatest + "]: got " + value);
        }
    }

    static void positive(String name, double value) {
        if (!(value > 0 && value <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(name + " must be > 0: got " + value);
        }
    }

    static void notNegative(String name, double value) {
        if (!(value >= 0 && value <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(name + " must be >= 0: got " + value);
        }
    }

    static void fraction(String name, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must lie in (0, 1): got " + value);
        }
    }

    /** For a warning that comes no later than its alarm. */
    static void notAbove(String lowName, double low, String highName, double high) {
        if (!(low <= high)) {
            throw new IllegalArgumentException(lowName + " must be <= " + highName + ": got " + low + " and " + high);
        }
    }
}
