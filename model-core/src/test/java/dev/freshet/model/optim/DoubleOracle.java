package dev.freshet.model.optim;

/** An optimiser of one parameter as a textbook writes it, in double; what it remembers are its fields. */
abstract class DoubleOracle {
    double m;
    double v;
    double extra;

    /** The parameter after step t. */
    abstract double step(double w, double g, int t);

    static DoubleOracle sgd(double rate, double weightDecay) {
        return new DoubleOracle() {
            @Override
            double step(double w, double g, int t) {
                return w - rate * (g + weightDecay * w);
            }
        };
    }

    static DoubleOracle momentum(double rate, double decay, boolean nesterov) {
        return new DoubleOracle() {
            @Override
            double step(double w, double g, int t) {
                m = decay * m - rate * g;
                return nesterov ? w + decay * m - rate * g : w + m;
            }
        };
    }

    static DoubleOracle adaGrad(double rate, double initial, double inside, double outside) {
        return new DoubleOracle() {
            @Override
            double step(double w, double g, int t) {
                v += g * g;
                return w - rate * g / (Math.sqrt(initial + v + inside) + outside);
            }
        };
    }

    static DoubleOracle rms(double rate, double decay, double inside, double outside) {
        return new DoubleOracle() {
            @Override
            double step(double w, double g, int t) {
                v = decay * v + (1 - decay) * g * g;
                return w - rate * g / (Math.sqrt(v + inside) + outside);
            }
        };
    }

    static DoubleOracle adaDelta(double rate, double decay, double epsilon) {
        return new DoubleOracle() {
            @Override
            double step(double w, double g, int t) {
                v = decay * v + (1 - decay) * g * g;
                double u = g * Math.sqrt(extra + epsilon) / Math.sqrt(v + epsilon);
                extra = decay * extra + (1 - decay) * u * u;
                return w - rate * u;
            }
        };
    }

    static DoubleOracle adam(double rate, double epsilon, double decoupled) {
        return new DoubleOracle() {
            @Override
            double step(double w, double g, int t) {
                m = 0.9 * m + 0.1 * g;
                v = 0.999 * v + 0.001 * g * g;
                double mHat = m / (1 - Math.pow(0.9, t));
                double vHat = v / (1 - Math.pow(0.999, t));
                return w - rate * decoupled * w - rate * mHat / (Math.sqrt(vHat) + epsilon);
            }
        };
    }

    static DoubleOracle adamHat(double rate, double epsilon, double decoupled) {
        return new DoubleOracle() {
            @Override
            double step(double w, double g, int t) {
                m = 0.9 * m + 0.1 * g;
                v = 0.999 * v + 0.001 * g * g;
                double corrected = rate * Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t));
                return w - rate * decoupled * w - corrected * m / (Math.sqrt(v) + epsilon);
            }
        };
    }

    static DoubleOracle amsGrad(double rate, double epsilon, double beta2) {
        return new DoubleOracle() {
            @Override
            double step(double w, double g, int t) {
                m = 0.9 * m + 0.1 * g;
                v = beta2 * v + (1 - beta2) * g * g;
                extra = Math.max(extra, v);
                double mHat = m / (1 - Math.pow(0.9, t));
                return w - rate * mHat / (Math.sqrt(extra / (1 - Math.pow(beta2, t))) + epsilon);
            }
        };
    }

    static DoubleOracle adaMax(double rate, double inside, double outside) {
        return new DoubleOracle() {
            @Override
            double step(double w, double g, int t) {
                m = 0.9 * m + 0.1 * g;
                v = Math.max(0.999 * v, Math.abs(g) + inside);
                return w - rate / (1 - Math.pow(0.9, t)) * m / (v + outside);
            }
        };
    }

    static DoubleOracle nadam(double rate, double epsilon, double warming) {
        return new DoubleOracle() {
            private double product = 1;

            @Override
            double step(double w, double g, int t) {
                double mu = 0.9 * (1 - 0.5 * Math.pow(0.96, t * warming));
                double after = 0.9 * (1 - 0.5 * Math.pow(0.96, (t + 1) * warming));
                product *= mu;
                m = 0.9 * m + 0.1 * g;
                v = 0.999 * v + 0.001 * g * g;
                double mHat = after * m / (1 - product * after) + (1 - mu) * g / (1 - product);
                return w - rate * mHat / (Math.sqrt(v / (1 - Math.pow(0.999, t))) + epsilon);
            }
        };
    }

    /** McMahan's algorithm 1, branch and all. */
    static DoubleOracle ftrl(double alpha, double beta, double l1, double l2, double initial) {
        return new DoubleOracle() {
            @Override
            double step(double w, double g, int t) {
                double n = initial + v;
                m += g - (Math.sqrt(n + g * g) - Math.sqrt(n)) / alpha * w;
                v += g * g;
                if (Math.abs(m) <= l1) {
                    return 0;
                }
                return -(m - Math.signum(m) * l1) / ((beta + Math.sqrt(initial + v)) / alpha + l2);
            }
        };
    }
}
