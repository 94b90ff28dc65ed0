package dev.freshet.model.optim;

/** The checks that rules share, each on the float32 that the setting comes to. */
final class Settings {

    private Settings() {}

    static void requirePositive(String name, double value) {
        if (!((float) value > 0 && (float) value < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " must be > 0 and finite: got " + value);
        }
    }

    static void requireNatural(String name, double value) {
        if (!(value >= 0 && (float) value < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " must be >= 0 and finite: got " + value);
        }
    }

    static void requireDecay(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must lie in [0, 1): got " + value);
        }
    }

    static void requireSteps(String name, long steps) {
        if (!(steps >= 1)) {
            throw new IllegalArgumentException(name + " must be >= 1: got " + steps);
        }
    }
}
