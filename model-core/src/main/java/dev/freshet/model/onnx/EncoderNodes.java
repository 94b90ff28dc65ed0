package dev.freshet.model.onnx;

import dev.freshet.model.encode.Encoder;
import dev.freshet.model.encode.FadingNumbers;
import dev.freshet.model.encode.FeatureEncoding;
import dev.freshet.model.encode.FeatureSchema;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.NumericColumn;
import dev.freshet.model.encode.OneHot;
import dev.freshet.model.encode.Ordinal;
import dev.freshet.model.encode.PreparedNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The encoders as operations: from the raw inputs to the vector that the first layer takes. */
final class EncoderNodes {
    private final Graph graph;
    private final FeatureEncoding features;
    private final FeatureSchema schema;
    private final double[] statistics;
    private final boolean alreadyEncoded;
    private final List<String> parts = new ArrayList<>();
    private boolean readsNumbers;
    private boolean readsCategories;

    EncoderNodes(Graph graph, FeatureEncoding features, double[] statistics, boolean alreadyEncoded) {
        this.graph = graph;
        this.features = features;
        this.statistics = statistics;
        this.alreadyEncoded = alreadyEncoded;
        schema = features.schema();
    }

    /** @return the encoded vector, float (rows, width) */
    String write() {
        int stats = 0;
        for (Encoder encoder : features.encoders()) {
            add(encoder, stats);
            stats += encoder.statsLength();
        }
        if (readsNumbers) {
            graph.input("numbers", Graph.DOUBLE, schema.numbers().size());
        }
        if (readsCategories) {
            graph.input("categories", Graph.STRING, schema.categories().size());
        }
        return parts.size() == 1 ? parts.get(0) : graph.node("Concat", parts, Graph.number("axis", 1));
    }

    private void add(Encoder encoder, int stats) {
        if (encoder instanceof Numbers || encoder instanceof FadingNumbers) {
            numeric(NumericColumn.of(encoder, schema, statistics, stats), false);
        } else if (encoder instanceof PreparedNumbers prepared) {
            numeric(NumericColumn.of(encoder, schema, statistics, stats), prepared.indicator());
        } else if (encoder instanceof OneHot oneHot) {
            oneHot(oneHot);
        } else if (encoder instanceof Ordinal ordinal) {
            ordinal(ordinal);
        } else {
            encoded(encoder);
        }
    }

    private void numeric(List<NumericColumn> columns, boolean indicator) {
        readsNumbers = true;
        int n = columns.size();
        long[] places = columns.stream().mapToLong(NumericColumn::input).toArray();
        String raw = gather("numbers", places);
        String missing = graph.node("IsNaN", List.of(raw));
        String x = graph.node("Where", List.of(missing, doubles(columns, NumericColumn::missing), raw));
        if (!columns.get(0).plain()) {
            x = scaled(columns, missing, x);
        }
        String column = graph.node("Cast", List.of(x), Graph.number("to", Graph.FLOAT));
        double low = columns.get(0).clipScaled().low();
        double high = columns.get(0).clipScaled().high();
        if (low > Double.NEGATIVE_INFINITY || high < Double.POSITIVE_INFINITY) {
            column = between(column, graph.floats(repeated(low, n), 1, n), graph.floats(repeated(high, n), 1, n));
        }
        parts.add(column);
        if (indicator) {
            parts.add(graph.node("Cast", List.of(missing), Graph.number("to", Graph.FLOAT)));
        }
    }

    private String scaled(List<NumericColumn> columns, String missing, String x) {
        double low = columns.get(0).clip().low();
        double high = columns.get(0).clip().high();
        String putIn = x;
        String clipped = x;
        if (low > Double.NEGATIVE_INFINITY || high < Double.POSITIVE_INFINITY) {
            clipped = graph.node("Where", List.of(missing, putIn, bounded(x, low, high)));
        }
        String bounded = bounded(clipped, -Float.MAX_VALUE, Float.MAX_VALUE);
        String off = graph.node("Sub", List.of(bounded, doubles(columns, NumericColumn::shift)));
        String scaled = graph.node("Div", List.of(off, doubles(columns, NumericColumn::divisor)));
        return bounded(scaled, -Float.MAX_VALUE, Float.MAX_VALUE);
    }

    private String bounded(String x, double low, double high) {
        return between(x, graph.doubles(new double[] {low}, 1, 1), graph.doubles(new double[] {high}, 1, 1));
    }

    private String between(String x, String low, String high) {
        return graph.node("Max", List.of(graph.node("Min", List.of(x, high)), low));
    }

    private static float[] repeated(double value, int n) {
        float[] values = new float[n];
        Arrays.fill(values, (float) value);
        return values;
    }

    private String doubles(List<NumericColumn> columns, ToDoubleFunction<NumericColumn> what) {
        return graph.doubles(columns.stream().mapToDouble(what).toArray(), 1, columns.size());
    }

    private String gather(String from, long... places) {
        return graph.node("Gather", List.of(from, graph.longs(places, places.length)), Graph.number("axis", 1));
    }

    private void oneHot(OneHot encoder) {
        List<String> keys = new ArrayList<>(encoder.values());
        int values = keys.size();
        if (encoder.other() && !keys.contains("")) {
            keys.add("");
        }
        long[] places = new long[keys.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = i < values ? i : -1;
        }
        String place = graph.node(
                Graph.ML,
                "LabelEncoder",
                List.of(category(encoder)),
                Graph.texts("keys_strings", keys),
                Graph.numbers("values_int64s", places),
                Graph.number("default_int64", encoder.other() ? values : -1));
        long[] all = new long[encoder.width()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        String same = graph.node("Equal", List.of(place, graph.longs(all, 1, all.length)));
        parts.add(graph.node("Cast", List.of(same), Graph.number("to", Graph.FLOAT)));
    }

    private void ordinal(Ordinal encoder) {
        int n = encoder.order().size();
        float[] places = new float[n];
        for (int i = 0; i < n; i++) {
            places[i] = (float) (2.0 * i / (n - 1) - 1);
        }
        parts.add(graph.node(
                Graph.ML,
                "LabelEncoder",
                List.of(category(encoder)),
                Graph.texts("keys_strings", encoder.order()),
                Graph.decimals("values_floats", places),
                Graph.decimal("default_float", 0)));
    }

    private String category(Encoder encoder) {
        readsCategories = true;
        return gather(
                "categories", schema.categories().indexOf(encoder.reads().get(0).name()));
    }

    private void encoded(Encoder encoder) {
        int place = features.encoders().indexOf(encoder);
        if (!alreadyEncoded) {
            List<String> inputs =
                    encoder.reads().stream().map(input -> input.name()).toList();
            throw new IllegalArgumentException("features[" + place + "], " + what(encoder) + " of " + inputs
                    + ", has no ONNX form: ONNX knows no such hash or calendar; use one-hot with its values, or ask for"
                    + " its columns to be an input of their own, already encoded");
        }
        String name = "encoded_" + place;
        graph.input(name, Graph.FLOAT, encoder.width());
        parts.add(name);
    }

    private static String what(Encoder encoder) {
        String name = encoder.getClass().getSimpleName();
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
