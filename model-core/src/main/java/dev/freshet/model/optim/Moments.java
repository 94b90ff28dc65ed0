package dev.freshet.model.optim;

/** Running means, as loops over whole arrays from index 0: the only form that Java 17 vectorises. */
final class Moments {

    private Moments() {}

    /** {@code 1 / (1 − decay^t)}: makes up for a mean's start at 0. */
    static double correction(double decay, long step) {
        return 1 / (1 - Powers.of(decay, step));
    }

    /** {@code after ← decay · before + (1 − decay) · g}. */
    static void mean(float[] before, float[] g, float[] after, double decay) {
        mean(before, g, after, (float) decay, (float) (1 - decay));
    }

    private static void mean(float[] before, float[] g, float[] after, float keep, float take) {
        for (int i = 0; i < g.length; i++) {
            after[i] = keep * before[i] + take * g[i];
        }
    }

    /** {@code after ← decay · before + (1 − decay) · g²}; stops at {@link Float#MAX_VALUE}, where ∞ would stay for ever. */
    static void meanSquare(float[] before, float[] g, float[] after, double decay) {
        meanSquare(before, g, after, (float) decay, (float) (1 - decay));
    }

    private static void meanSquare(float[] before, float[] g, float[] after, float keep, float take) {
        for (int i = 0; i < g.length; i++) {
            after[i] = Math.min(keep * before[i] + take * g[i] * g[i], Float.MAX_VALUE);
        }
    }
}
