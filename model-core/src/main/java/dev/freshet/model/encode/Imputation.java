package dev.freshet.model.encode;

import java.io.Serializable;

/** What a missing number is taken for, by one key's numbers so far; it never enters a statistic itself. */
public sealed interface Imputation extends Serializable {

    /** Doubles of statistics per number. */
    int statsLength();

    /** Takes {@code x} in, which is not missing. */
    void learn(double x, double[] stats, int s);

    /** NaN where nothing is known yet: the column is then 0. */
    double value(double[] stats, int s);

    /** Nothing is put in: the column is 0. */
    record None() implements Imputation {

        @Override
        public int statsLength() {
            return 0;
        }

        @Override
        public void learn(double x, double[] stats, int s) {}

        @Override
        public double value(double[] stats, int s) {
            return Double.NaN;
        }
    }

    /** Always the same. */
    record Constant(double number) implements Imputation {

        public Constant {
            if (!(Math.abs(number) <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException("impute.constant must be finite in float32: got " + number);
            }
        }

        @Override
        public int statsLength() {
            return 0;
        }

        @Override
        public void learn(double x, double[] stats, int s) {}

        @Override
        public double value(double[] stats, int s) {
            return number;
        }
    }

    /** The mean of the numbers so far: their count and mean. */
    record Mean() implements Imputation {

        @Override
        public int statsLength() {
            return 2;
        }

        @Override
        public void learn(double x, double[] stats, int s) {
            stats[s]++;
            stats[s + 1] += (x - stats[s + 1]) / stats[s];
        }

        @Override
        public double value(double[] stats, int s) {
            return stats[s] > 0 ? stats[s + 1] : Double.NaN;
        }
    }

    /** The number before: 1 once there is one, and it. */
    record Last() implements Imputation {

        @Override
        public int statsLength() {
            return 2;
        }

        @Override
        public void learn(double x, double[] stats, int s) {
            stats[s] = 1;
            stats[s + 1] = x;
        }

        @Override
        public double value(double[] stats, int s) {
            return stats[s] > 0 ? stats[s + 1] : Double.NaN;
        }
    }
}
