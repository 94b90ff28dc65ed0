package dev.freshet.model;

import dev.freshet.model.loss.Absolute;
import dev.freshet.model.loss.BinaryCrossEntropy;
import dev.freshet.model.loss.CategoricalCrossEntropy;
import dev.freshet.model.loss.ClassWeighted;
import dev.freshet.model.loss.Hinge;
import dev.freshet.model.loss.Huber;
import dev.freshet.model.loss.Loss;
import dev.freshet.model.loss.Poisson;
import dev.freshet.model.loss.Quantile;
import dev.freshet.model.loss.Squared;
import java.util.Arrays;

/** The oracle's losses: textbook values in double, and their slopes along the network's output, never along z. */
final class DoubleLoss {

    private DoubleLoss() {}

    static double value(Loss loss, double[] p, double label) {
        if (loss instanceof ClassWeighted c) {
            return c.weights().get((int) label) * value(c.loss(), p, label);
        }
        if (loss instanceof Hinge) {
            return Math.max(0, 1 - margin(p, label));
        }
        double sum = 0;
        for (int j = 0; j < p.length; j++) {
            sum += term(loss, p[j], target(loss, label, j, p.length), p.length);
        }
        return sum;
    }

    static double[] slope(Loss loss, double[] p, double label) {
        if (loss instanceof ClassWeighted c) {
            double[] d = slope(c.loss(), p, label);
            return Arrays.stream(d).map(v -> v * c.weights().get((int) label)).toArray();
        }
        if (loss instanceof Hinge) {
            return hingeSlope(p, label);
        }
        double[] d = new double[p.length];
        for (int j = 0; j < p.length; j++) {
            d[j] = termSlope(loss, p[j], target(loss, label, j, p.length), p.length);
        }
        return d;
    }

    private static double term(Loss loss, double p, double y, int n) {
        double e = p - y;
        if (loss instanceof Squared) {
            return e * e / n;
        } else if (loss instanceof Absolute) {
            return Math.abs(e);
        } else if (loss instanceof Huber h) {
            return Math.abs(e) <= h.delta() ? e * e / 2 : h.delta() * (Math.abs(e) - h.delta() / 2);
        } else if (loss instanceof Quantile q) {
            return Math.max(q.level() * -e, (q.level() - 1) * -e);
        } else if (loss instanceof BinaryCrossEntropy) {
            return -y * Math.log(p) - (1 - y) * Math.log(1 - p);
        } else if (loss instanceof CategoricalCrossEntropy) {
            return y == 0 ? 0 : -y * Math.log(p);
        } else if (loss instanceof Poisson) {
            return p - y * Math.log(p);
        }
        throw new AssertionError(loss);
    }

    private static double termSlope(Loss loss, double p, double y, int n) {
        double e = p - y;
        if (loss instanceof Squared) {
            return 2 * e / n;
        } else if (loss instanceof Absolute) {
            return Math.signum(e);
        } else if (loss instanceof Huber h) {
            return Math.abs(e) <= h.delta() ? e : h.delta() * Math.signum(e);
        } else if (loss instanceof Quantile q) {
            return e > 0 ? 1 - q.level() : -q.level();
        } else if (loss instanceof BinaryCrossEntropy) {
            return -y / p + (1 - y) / (1 - p);
        } else if (loss instanceof CategoricalCrossEntropy) {
            return -y / p;
        } else if (loss instanceof Poisson) {
            return 1 - y / p;
        }
        throw new AssertionError(loss);
    }

    private static double target(Loss loss, double label, int j, int n) {
        double y = n == 1 ? label : j == label ? 1 : 0;
        if (loss instanceof BinaryCrossEntropy b) {
            return y * (1 - b.labelSmoothing()) + b.labelSmoothing() / 2;
        }
        return loss instanceof CategoricalCrossEntropy c ? y * (1 - c.labelSmoothing()) + c.labelSmoothing() / n : y;
    }

    private static double margin(double[] s, double label) {
        return s.length == 1 ? (2 * label - 1) * s[0] : s[(int) label] - s[rival(s, label)];
    }

    private static double[] hingeSlope(double[] s, double label) {
        double[] d = new double[s.length];
        if (margin(s, label) < 1) {
            d[s.length == 1 ? 0 : rival(s, label)] = 1;
            if (s.length > 1 || label == 1) {
                d[s.length == 1 ? 0 : (int) label] = -1;
            }
        }
        return d;
    }

    private static int rival(double[] s, double label) {
        int best = -1;
        for (int j = 0; j < s.length; j++) {
            if (j != label && (best < 0 || s[j] > s[best])) {
                best = j;
            }
        }
        return best;
    }
}
