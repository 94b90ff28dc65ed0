package dev.freshet.model.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;

/** The graph of a model in the making: each operation and constant gets a name of its own, which the next ones take. */
final class Graph {
    static final int FLOAT = 1;
    static final int INT64 = 7;
    static final int STRING = 8;
    static final int DOUBLE = 11;
    /** Of the traditional operators. */
    static final String ML = "ai.onnx.ml";

    private static final int OPSET = 13;
    private static final int ML_OPSET = 2;
    private static final int IR_VERSION = 7;

    private final ProtoWriter graph = new ProtoWriter();
    private final ProtoWriter model = new ProtoWriter();
    private int names;

    /** An operation of one output, whose name is returned; attributes come from {@link #number} and its like. */
    String node(String type, List<String> inputs, ProtoWriter... attributes) {
        return node("", type, inputs, attributes);
    }

    String node(String domain, String type, List<String> inputs, ProtoWriter... attributes) {
        String output = type.toLowerCase(Locale.ROOT) + "_" + names++;
        add(domain, type, inputs, output, attributes);
        return output;
    }

    /** The operation that makes an output of the model. */
    void last(String type, List<String> inputs, String output, ProtoWriter... attributes) {
        add("", type, inputs, output, attributes);
    }

    private void add(String domain, String type, List<String> inputs, String output, ProtoWriter... attributes) {
        ProtoWriter node = new ProtoWriter();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, output).text(3, output).text(4, type);
        for (ProtoWriter attribute : attributes) {
            node.message(5, attribute);
        }
        if (!domain.isEmpty()) {
            node.text(7, domain);
        }
        graph.message(1, node);
    }

    static ProtoWriter number(String name, long value) {
        return new ProtoWriter().text(1, name).number(3, value).number(20, 2);
    }

    static ProtoWriter decimal(String name, float value) {
        return new ProtoWriter().text(1, name).decimal(2, value).number(20, 1);
    }

    static ProtoWriter decimals(String name, float[] values) {
        ProtoWriter attribute = new ProtoWriter().text(1, name);
        for (float value : values) {
            attribute.decimal(7, value);
        }
        return attribute.number(20, 6);
    }

    static ProtoWriter numbers(String name, long[] values) {
        ProtoWriter attribute = new ProtoWriter().text(1, name);
        for (long value : values) {
            attribute.number(8, value);
        }
        return attribute.number(20, 7);
    }

    static ProtoWriter texts(String name, List<String> values) {
        ProtoWriter attribute = new ProtoWriter().text(1, name);
        values.forEach(value -> attribute.text(9, value));
        return attribute.number(20, 8);
    }

    /** A constant of {@code values}, whose shape is {@code dims}. */
    String floats(float[] values, long... dims) {
        byte[] raw = new byte[values.length * Float.BYTES];
        ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        return constant(FLOAT, raw, dims);
    }

    String doubles(double[] values, long... dims) {
        byte[] raw = new byte[values.length * Double.BYTES];
        ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(values);
        return constant(DOUBLE, raw, dims);
    }

    String longs(long[] values, long... dims) {
        byte[] raw = new byte[values.length * Long.BYTES];
        ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(values);
        return constant(INT64, raw, dims);
    }

    private String constant(int type, byte[] raw, long... dims) {
        String name = "constant_" + names++;
        ProtoWriter tensor = new ProtoWriter();
        for (long dim : dims) {
            tensor.number(1, dim);
        }
        graph.message(5, tensor.number(2, type).text(8, name).bytes(9, raw));
        return name;
    }

    /** An input of any number of rows. */
    void input(String name, int type, int columns) {
        graph.message(11, value(name, type, columns));
    }

    void output(String name, int columns) {
        graph.message(12, value(name, FLOAT, columns));
    }

    private static ProtoWriter value(String name, int type, int columns) {
        ProtoWriter shape = new ProtoWriter()
                .message(1, new ProtoWriter().text(2, "rows"))
                .message(1, new ProtoWriter().number(1, columns));
        ProtoWriter tensor = new ProtoWriter().number(1, type).message(2, shape);
        return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
    }

    /** A word about the model that runtimes hand through. */
    void note(String key, String value) {
        model.message(14, new ProtoWriter().text(1, key).text(2, value));
    }

    byte[] toBytes() {
        graph.text(2, "freshet");
        return new ProtoWriter()
                .number(1, IR_VERSION)
                .text(2, "freshet")
                .message(7, graph)
                .message(8, new ProtoWriter().text(1, "").number(2, OPSET))
                .message(8, new ProtoWriter().text(1, ML).number(2, ML_OPSET))
                .append(model)
                .toBytes();
    }
}
