package dev.freshet.model.accuracy;

import dev.freshet.model.Example;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Logistic regression whose keys begin at a model of all keys that goes on learning: outside what a key's own log decides,
 * and so outside the product; here to say what that would be worth.
 */
final class MovingPrior {
    private static final double MEMORY = 0.95;
    private static final double LEAST = 1e-9;

    /** What a key adds to the model of all keys. */
    enum Own {
        /** Weights of its own, added to those. */
        WEIGHTS,
        /** A bias of its own, added to that. */
        BIAS,
        /** A model of its own; the two answers are weighed by their losses on the key's recent events. */
        MIXTURE
    }

    /**
     * How it is run.
     *
     * @param rate of the model of all keys
     * @param keyRate of what a key adds
     * @param refresh events between two looks of the keys at the model of all
     */
    record Settings(Own own, double rate, double keyRate, int refresh) {}

    /** An event. */
    record Row(String key, Example example) {}

    private static final class Key {
        private final double[] own;
        private double lossOfAll;
        private double lossOfOwn;

        private Key(int width) {
            own = new double[width];
        }
    }

    private final Settings settings;
    private final double[] all;
    private final double[] mean;
    private final double[] spread;
    private final Map<String, Key> keys = new HashMap<>();
    private double[] seen;
    private long count;

    private MovingPrior(Settings settings, int numbers) {
        this.settings = settings;
        all = new double[numbers + 1];
        seen = all.clone();
        mean = new double[numbers];
        spread = new double[numbers];
    }

    /** The share of the rows from {@code from} on whose label was the likelier one, each asked before it is learned. */
    static double accuracy(List<Row> rows, int from, Settings settings) {
        MovingPrior model = new MovingPrior(settings, rows.get(0).example().numbers().length);
        int hits = 0;
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            boolean hit = model.observe(row) == (int) row.example().label();
            hits += hit && i >= from ? 1 : 0;
        }
        return hits / (double) (rows.size() - from);
    }

    private int observe(Row row) {
        double[] x = scaled(row.example().numbers());
        int label = (int) row.example().label();
        if (count % settings.refresh() == 0) {
            seen = all.clone();
        }
        count++;
        Key key = keys.computeIfAbsent(row.key(), any -> new Key(x.length));
        double ofAll = dot(seen, x);
        double ofOwn = dot(key.own, x);
        double answer = settings.own() == Own.MIXTURE ? mixed(key, ofAll, ofOwn) : probability(ofAll + ofOwn);
        double error = label - (settings.own() == Own.MIXTURE ? probability(ofOwn) : answer);
        learn(key.own, settings.own() == Own.BIAS ? 1 : x.length, settings.keyRate() * error, x);
        learn(all, x.length, settings.rate() * (label - probability(dot(all, x))), x);
        key.lossOfAll = MEMORY * key.lossOfAll + loss(probability(ofAll), label);
        key.lossOfOwn = MEMORY * key.lossOfOwn + loss(probability(ofOwn), label);
        return answer > 0.5 ? 1 : 0;
    }

    private static double mixed(Key key, double ofAll, double ofOwn) {
        double weight = 1 / (1 + Math.exp(key.lossOfAll - key.lossOfOwn));
        return weight * probability(ofAll) + (1 - weight) * probability(ofOwn);
    }

    /** Standard scores, the row among those that they are of, behind a 1. */
    private double[] scaled(double[] numbers) {
        double[] x = new double[numbers.length + 1];
        x[0] = 1;
        for (int i = 0; i < numbers.length; i++) {
            double away = numbers[i] - mean[i];
            mean[i] += away / (count + 1);
            spread[i] += away * (numbers[i] - mean[i]);
            x[i + 1] = spread[i] > 0 ? (numbers[i] - mean[i]) / Math.sqrt(spread[i] / (count + 1)) : 0;
        }
        return x;
    }

    private static void learn(double[] weights, int width, double step, double[] x) {
        for (int i = 0; i < width; i++) {
            weights[i] += step * x[i];
        }
    }

    private static double dot(double[] weights, double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += weights[i] * x[i];
        }
        return sum;
    }

    private static double probability(double score) {
        return 1 / (1 + Math.exp(-score));
    }

    private static double loss(double probability, int label) {
        return -Math.log(Math.max(LEAST, label == 1 ? probability : 1 - probability));
    }

    /** Prints the share of hits of each way a key may add to the model of all, by how often keys look at that. */
    static void print(List<Row> rows, int from, Function<Double, String> form) {
        System.out.println(
                "| a model of all keys that goes on learning, seen by the keys each | 1 event | 48 | 336 | 1,440 |");
        System.out.println("|---|---|---|---|---|");
        for (double rate : new double[] {0.02, 0.3}) {
            for (Own own : Own.values()) {
                StringBuilder line = new StringBuilder(
                        "| rate " + rate + ", a key's " + own.name().toLowerCase(Locale.ROOT) + " |");
                for (int refresh : new int[] {1, 48, 336, 1440}) {
                    line.append(' ')
                            .append(form.apply(accuracy(rows, from, new Settings(own, rate, 0.02, refresh))))
                            .append(" |");
                }
                System.out.println(line);
            }
        }
    }
}
