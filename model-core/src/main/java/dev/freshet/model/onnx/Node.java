package dev.freshet.model.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An operation of a graph: its kind, what it takes and makes, and those of its settings that are numbers or words. */
final class Node {
    private final List<String> inputs = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();
    private final Map<String, Double> numbers = new HashMap<>();
    private final Map<String, String> words = new HashMap<>();
    private String type = "";

    private Node() {}

    static Node read(ProtoReader in) {
        Node node = new Node();
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> node.inputs.add(in.text());
                case 2 -> node.outputs.add(in.text());
                case 4 -> node.type = in.text();
                case 5 -> node.attribute(in.message());
                default -> in.skip();
            }
        }
        if (node.outputs.isEmpty()) {
            throw ProtoReader.damaged("an operation " + node.type + " without an output");
        }
        return node;
    }

    private void attribute(ProtoReader in) {
        String name = "";
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> name = in.text();
                case 2 -> numbers.put(name, (double) in.decimal());
                case 3 -> numbers.put(name, (double) in.number());
                case 4 -> words.put(name, in.text());
                default -> in.skip();
            }
        }
    }

    String type() {
        return type;
    }

    List<String> inputs() {
        return inputs;
    }

    String output() {
        return outputs.get(0);
    }

    double number(String name, double otherwise) {
        return numbers.getOrDefault(name, otherwise);
    }

    String word(String name, String otherwise) {
        return words.getOrDefault(name, otherwise);
    }
}
