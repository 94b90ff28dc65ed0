package dev.freshet.model.onnx;

import dev.freshet.model.Activation;
import dev.freshet.model.Dense;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.model.SnapshotCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A dense network of another maker as the model at which keys begin: MatMul and Add, or Gemm, with Relu, Sigmoid, Tanh,
 * Softmax, LeakyRelu of slope .2 or exact Gelu, one after the other. What scales inputs by constants before the first layer (Add,
 * Sub, Mul, Div) goes into that layer's weights.
 */
public final class OnnxImport {
    /** Bytes of a file, at most. */
    public static final int MAX_BYTES = 1 << 28;

    private final Map<String, Tensor> constants = new HashMap<>();
    private final Map<String, Node> producers = new HashMap<>();
    private final Set<String> computedInputs = new HashSet<>();
    private final List<String> outputs = new ArrayList<>();

    private OnnxImport() {}

    /**
     * Reads the network of an ONNX file as a snapshot of {@code spec}, at step 1, that has seen no example: a prior.
     *
     * @param key of the snapshot
     * @throws IllegalArgumentException if the file is damaged, too long, keeps weights in other files, holds another network
     *     than the spec's, or one that Freshet has no form for; or if the spec's encoders keep statistics, which the file has not
     */
    public static byte[] snapshot(LearnerSpec spec, byte[] file, String key) {
        if (file.length > MAX_BYTES) {
            throw new IllegalArgumentException("model must have at most " + MAX_BYTES + " bytes: got " + file.length);
        }
        if (spec.features().statsLength() > 0) {
            throw new IllegalArgumentException(
                    "an imported network takes features that need no running statistics, since"
                            + " its file has none: use scale: none, and scale in the network: got "
                            + spec.features().encoders());
        }
        OnnxImport read = new OnnxImport();
        read.model(new ProtoReader(file));
        Learner learner = new Learner(spec);
        LearnerState state = learner.adopt(key, read.parameters(spec));
        return new SnapshotCodec(learner).encode(state);
    }

    private void model(ProtoReader in) {
        boolean found = false;
        for (int field = in.next(); field != 0; field = in.next()) {
            if (field == 7) {
                graph(in.message());
                found = true;
            } else {
                in.skip();
            }
        }
        if (!found || outputs.size() != 1) {
            throw new IllegalArgumentException(
                    "model must have a graph of one output: got " + (found ? "the outputs " + outputs : "no graph"));
        }
    }

    private void graph(ProtoReader in) {
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> {
                    Node node = Node.read(in.message());
                    producers.put(node.output(), node);
                }
                case 5 -> {
                    Tensor tensor = Tensor.read(in.message());
                    constants.put(tensor.name(), tensor);
                }
                case 11 -> computedInputs.add(valueName(in.message()));
                case 12 -> outputs.add(valueName(in.message()));
                case 15 -> throw new IllegalArgumentException("model must not have sparse tensors: got one");
                default -> in.skip();
            }
        }
    }

    private static String valueName(ProtoReader in) {
        String name = "";
        for (int field = in.next(); field != 0; field = in.next()) {
            if (field == 1) {
                name = in.text();
            } else {
                in.skip();
            }
        }
        return name;
    }

    /** From the output back to the input, layer by layer. */
    private float[] parameters(LearnerSpec spec) {
        List<Dense> layers = spec.network().dense();
        int[] widths = new int[layers.size() + 1];
        int[] ats = new int[layers.size() + 1];
        widths[0] = spec.features().width();
        for (int l = 0; l < layers.size(); l++) {
            widths[l + 1] = layers.get(l).units();
            ats[l + 1] = Math.toIntExact(ats[l] + (widths[l] + 1L) * widths[l + 1]);
        }
        float[] params = new float[ats[layers.size()]];
        String at = outputs.get(0);
        for (int l = layers.size() - 1; l >= 0; l--) {
            String where = "layer " + (l + 1) + " of " + layers.size();
            at = activation(at, layers.get(l).activation(), where);
            at = product(at, widths[l], widths[l + 1], params, ats[l], where);
        }
        scaled(at, widths[0], widths[1], params);
        return params;
    }

    private String activation(String output, Activation wanted, String where) {
        Node node = passed(output);
        Activation found = switch (node == null ? "" : node.type()) {
            case "Relu" -> Activation.RELU;
            case "Sigmoid" -> Activation.SIGMOID;
            case "Tanh" -> Activation.TANH;
            case "Softmax" -> Activation.SOFTMAX;
            case "Exp" -> Activation.EXPONENTIAL;
            case "LeakyRelu" -> Activation.LEAKY_RELU;
            case "Gelu" -> Activation.GELU;
            default -> Activation.LINEAR;
        };
        if (found != wanted) {
            throw new IllegalArgumentException(where + " must be " + wanted + ", as in the pipeline: got " + found
                    + (node == null ? "" : " (operation " + node.type() + ")"));
        }
        if (node == null || found == Activation.LINEAR) {
            return output;
        }
        double axis = found == Activation.SOFTMAX ? node.number("axis", -1) : -1;
        if (axis != -1 && axis != 1) {
            throw new IllegalArgumentException(
                    where + " must have a Softmax over its units, axis -1 or 1: got " + (long) axis);
        }
        if (found == Activation.LEAKY_RELU && (float) node.number("alpha", 0.01f) != Activation.LEAK) {
            throw new IllegalArgumentException(where + " must have a LeakyRelu of slope " + Activation.LEAK + ": got "
                    + (float) node.number("alpha", 0.01f));
        }
        if (found == Activation.GELU && !node.word("approximate", "none").equals("none")) {
            throw new IllegalArgumentException(
                    where + " must have an exact Gelu: got approximate " + node.word("approximate", "none"));
        }
        return node.inputs().get(0);
    }

    /** The operation that makes {@code output}, without those that change nothing. */
    private @Nullable Node passed(String output) {
        Node node = producers.get(output);
        Set<String> seen = new HashSet<>();
        while (node != null && Set.of("Identity", "Dropout").contains(node.type())) {
            if (node.inputs().isEmpty() || !seen.add(node.output())) {
                throw ProtoReader.damaged("an operation " + node.type() + " that leads nowhere");
            }
            node = producers.get(node.inputs().get(0));
        }
        return node;
    }

    private Node needed(String output, String where) {
        Node node = passed(output);
        if (node == null) {
            throw new IllegalArgumentException(
                    where + " must be a MatMul and Add, or a Gemm: got " + output + ", which no operation makes");
        }
        return node;
    }

    /** Fills in W and b; the name of what W is multiplied with. */
    private String product(String output, int in, int out, float[] params, int at, String where) {
        Node node = needed(output, where);
        int bias = at + in * out;
        if (node.type().equals("Gemm")) {
            requireGemm(node, where);
            if (node.inputs().size() > 2) {
                bias(constant(node, 2, where), out, params, bias, where);
            }
            return weights(node, 1, node.number("transB", 0) != 0, in, out, params, at, where);
        }
        if (node.type().equals("Add")) {
            int constant = isConstant(node, 1) ? 1 : 0;
            bias(constant(node, constant, where), out, params, bias, where);
            node = needed(node.inputs().get(1 - constant), where);
        }
        if (!node.type().equals("MatMul")) {
            throw new IllegalArgumentException(where + " must be a MatMul and Add, or a Gemm: got " + node.type());
        }
        return weights(node, 1, false, in, out, params, at, where);
    }

    private static void requireGemm(Node node, String where) {
        if (node.number("alpha", 1) != 1 || node.number("beta", 1) != 1 || node.number("transA", 0) != 0) {
            throw new IllegalArgumentException(where + " must be a Gemm of alpha 1, beta 1 and transA 0: got "
                    + node.number("alpha", 1) + ", " + node.number("beta", 1) + " and "
                    + (int) node.number("transA", 0));
        }
    }

    private boolean isConstant(Node node, int input) {
        return input < node.inputs().size()
                && constants.containsKey(node.inputs().get(input));
    }

    private Tensor constant(Node node, int input, String where) {
        Tensor tensor =
                input < node.inputs().size() ? constants.get(node.inputs().get(input)) : null;
        if (tensor == null) {
            throw new IllegalArgumentException(where + ": the " + node.type() + " must have a constant as its input "
                    + (input + 1) + ": got " + node.inputs());
        }
        return tensor;
    }

    private static void bias(Tensor tensor, int out, float[] params, int at, String where) {
        if (tensor.size() != out && tensor.size() != 1) {
            throw new IllegalArgumentException(where + " must have " + out + " biases: got " + tensor.size());
        }
        for (int j = 0; j < out; j++) {
            params[at + j] = tensor.spread(j);
        }
    }

    private String weights(
            Node node, int input, boolean turned, int in, int out, float[] params, int at, String where) {
        Tensor tensor = constant(node, input, where);
        int rows = tensor.dim(turned ? 1 : 0);
        int columns = tensor.dim(turned ? 0 : 1);
        if (tensor.rank() != 2 || rows != in || columns != out) {
            throw new IllegalArgumentException(where + " must take " + in + " inputs to " + out
                    + " units, as in the pipeline: got " + rows + " to " + columns);
        }
        for (int i = 0; i < in; i++) {
            for (int j = 0; j < out; j++) {
                params[at + i * out + j] = tensor.at(turned ? j * in + i : i * out + j);
            }
        }
        return node.inputs().get(0);
    }

    /** Puts what scales the inputs, x → factor · x + shift, into the first layer. */
    private void scaled(String from, int in, int out, float[] params) {
        double[] factor = new double[in];
        double[] shift = new double[in];
        Arrays.fill(factor, 1);
        String at = from;
        Node node = passed(at);
        for (int steps = 0; node != null && steps < 16; steps++) {
            at = rescaled(node, in, factor, shift);
            node = passed(at);
        }
        if (node != null || !(computedInputs.contains(at) || steppedOver(at))) {
            throw new IllegalArgumentException(
                    "the first layer must take the model's input, scaled by constants at most:" + " got "
                            + (node == null ? at : node.type()));
        }
        for (int j = 0; j < out; j++) {
            double bias = params[in * out + j];
            for (int i = 0; i < in; i++) {
                bias += shift[i] * params[i * out + j];
            }
            params[in * out + j] = (float) bias;
        }
        for (int i = 0; i < in * out; i++) {
            params[i] = (float) (factor[i / out] * params[i]);
        }
    }

    private boolean steppedOver(String at) {
        Node node = producers.get(at);
        return node != null && computedInputs.contains(node.inputs().get(0));
    }

    /** factor · (a x + c) + shift, of one operation before what is known so far. */
    private String rescaled(Node node, int in, double[] factor, double[] shift) {
        int constant = isConstant(node, 1) ? 1 : 0;
        boolean first = constant == 0;
        boolean known = Set.of("Add", "Sub", "Mul").contains(node.type())
                || (node.type().equals("Div") && !first);
        if (!known || node.inputs().size() != 2) {
            throw new IllegalArgumentException("before the first layer must come Add, Sub, Mul or Div by constants at"
                    + " most: got " + node.type() + "; leave encoders out of the file");
        }
        Tensor tensor = constant(node, constant, "before the first layer");
        if (tensor.size() != in && tensor.size() != 1) {
            throw new IllegalArgumentException(
                    "before the first layer must come constants of " + in + " columns: got " + tensor.size());
        }
        for (int i = 0; i < in; i++) {
            double c = tensor.spread(i);
            switch (node.type()) {
                case "Add" -> shift[i] += factor[i] * c;
                case "Sub" -> {
                    shift[i] += first ? factor[i] * c : -factor[i] * c;
                    factor[i] = first ? -factor[i] : factor[i];
                }
                case "Mul" -> factor[i] *= c;
                default -> factor[i] /= c;
            }
        }
        return node.inputs().get(1 - constant);
    }
}
