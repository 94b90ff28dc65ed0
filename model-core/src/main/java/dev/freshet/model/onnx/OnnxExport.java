package dev.freshet.model.onnx;

import dev.freshet.model.Activation;
import dev.freshet.model.Dense;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Scorer;
import dev.freshet.model.Task;
import dev.freshet.model.encode.FeatureEncoding;
import dev.freshet.model.encode.FeatureSchema;
import java.util.HexFormat;
import java.util.List;

/**
 * A model as an ONNX file (opset 13), encoders and all: whatever runs it gets raw inputs and gives the prediction that
 * {@link Scorer#score} gives, within 1e-6 where that is finite.
 *
 * <pre>
 * inputs   numbers      double (rows, k), NaN where missing         where the spec reads numbers
 *          categories   string (rows, c), "" where missing          where it reads categories
 *          encoded_i    float  (rows, width)                        of encoder i, where ONNX cannot say it and that is asked for
 * output   probabilities float (rows, classes), or prediction float (rows, 1)
 * notes    number.0 ... category.0 ... class.0 ...  their names in order; key, step, fingerprint
 * </pre>
 */
public final class OnnxExport {
    private OnnxExport() {}

    /**
     * Writes the model of {@code scorer}.
     *
     * @param alreadyEncoded whether columns that ONNX cannot compute, as those of hashes, become an input of their own; else
     *     the model is refused
     * @throws IllegalArgumentException if ONNX cannot say it, with the reason
     */
    public static byte[] write(Scorer scorer, boolean alreadyEncoded) {
        LearnerSpec spec = scorer.spec();
        FeatureEncoding features = spec.features();
        if (features.width() > FeatureEncoding.MAX_DENSE_WIDTH) {
            throw new IllegalArgumentException("a model of more than " + FeatureEncoding.MAX_DENSE_WIDTH
                    + " columns has no ONNX form, which would hold each as a number of its own: got "
                    + features.width());
        }
        Graph graph = new Graph();
        String x = new EncoderNodes(graph, features, scorer.statistics(), alreadyEncoded).write();
        output(graph, spec, layers(graph, spec, scorer.parameters(), x));
        note(graph, scorer);
        return graph.toBytes();
    }

    /** Up to the last layer's activation. */
    private static String layers(Graph graph, LearnerSpec spec, float[] params, String input) {
        String x = input;
        int in = spec.features().width();
        int at = 0;
        for (Dense layer : spec.network().dense()) {
            int out = layer.units();
            String w = graph.floats(slice(params, at, in * out), in, out);
            String b = graph.floats(slice(params, at + in * out, out), out);
            x = activate(graph, layer.activation(), graph.node("Gemm", List.of(x, w, b)));
            at += (in + 1) * out;
            in = out;
        }
        return x;
    }

    private static float[] slice(float[] values, int from, int n) {
        float[] slice = new float[n];
        System.arraycopy(values, from, slice, 0, n);
        return slice;
    }

    private static String activate(Graph graph, Activation activation, String z) {
        return switch (activation) {
            case LINEAR -> z;
            case SIGMOID -> graph.node("Sigmoid", List.of(z));
            case TANH -> graph.node("Tanh", List.of(z));
            case RELU -> graph.node("Relu", List.of(z));
            case LEAKY_RELU -> graph.node("LeakyRelu", List.of(z), Graph.decimal("alpha", Activation.LEAK));
            case GELU -> gelu(graph, z);
            case EXPONENTIAL -> graph.node("Exp", List.of(z));
            case SOFTMAX -> graph.node("Softmax", List.of(z), Graph.number("axis", -1));
        };
    }

    /** z/2 (1 + erf(z / √2)): the operator of this name came with a later opset. */
    private static String gelu(Graph graph, String z) {
        String root = graph.floats(new float[] {(float) Math.sqrt(2)});
        String erf = graph.node("Erf", List.of(graph.node("Div", List.of(z, root))));
        String twice = graph.node("Add", List.of(erf, graph.floats(new float[] {1})));
        return graph.node("Mul", List.of(graph.node("Mul", List.of(z, twice)), graph.floats(new float[] {0.5f})));
    }

    private static void output(Graph graph, LearnerSpec spec, String y) {
        if (!(spec.task() instanceof Task.Classification task)) {
            graph.last("Identity", List.of(y), "prediction");
            graph.output("prediction", 1);
            return;
        }
        boolean scores = spec.network().last().activation() == Activation.LINEAR;
        if (spec.network().last().units() > 1) {
            String p = scores ? activate(graph, Activation.SOFTMAX, y) : y;
            graph.last("Identity", List.of(p), "probabilities");
        } else {
            String p = scores ? activate(graph, Activation.SIGMOID, y) : y;
            String other = graph.node("Sub", List.of(graph.floats(new float[] {1}), p));
            graph.last("Concat", List.of(other, p), "probabilities", Graph.number("axis", 1));
        }
        graph.output("probabilities", task.classes().size());
    }

    private static void note(Graph graph, Scorer scorer) {
        FeatureSchema schema = scorer.spec().features().schema();
        note(graph, "number", schema.numbers());
        note(graph, "category", schema.categories());
        if (scorer.spec().task() instanceof Task.Classification task) {
            note(graph, "class", task.classes());
        }
        graph.note("key", scorer.key());
        graph.note("step", Long.toString(scorer.step()));
        graph.note("fingerprint", HexFormat.of().toHexDigits(scorer.fingerprint()));
    }

    private static void note(Graph graph, String what, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            graph.note(what + "." + i, names.get(i));
        }
    }
}
