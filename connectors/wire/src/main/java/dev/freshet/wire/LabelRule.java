package dev.freshet.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.freshet.model.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a JSON value means as a label of the task: the index of a class, or a number; NaN for null. */
final class LabelRule {
    private final @Nullable List<String> classes;
    private final byte[][] table;
    private final int[] indices;
    private final NumberRule numbers;
    private final Utf8Text text;

    LabelRule(Task task, NumberRule numbers, Utf8Text text) {
        this.numbers = numbers;
        this.text = text;
        classes = task instanceof Task.Classification c ? c.classes() : null;
        int slots = 4 * Integer.highestOneBit(task.predictionWidth());
        table = new byte[slots][];
        indices = new int[slots];
        if (classes != null) {
            for (int i = 0; i < classes.size(); i++) {
                put(classes.get(i), i);
            }
        }
    }

    private void put(String name, int index) {
        char[] chars = name.toCharArray();
        text.take(chars, 0, chars.length);
        int slot = slot();
        table[slot] = name.getBytes(StandardCharsets.UTF_8);
        indices[slot] = index;
    }

    /** Where the class called {@link #text} lies, or else the empty slot where the search for it ends. */
    private int slot() {
        int mask = table.length - 1;
        int slot = (int) text.categoryHash() & mask;
        while (table[slot] != null && !text.is(table[slot])) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** The label at which the parser stands. */
    double read(JsonParser json, String pointer) throws IOException, Refusal {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return Double.NaN;
        }
        if (classes != null) {
            return index(classes, json, pointer);
        }
        if (!token.isNumeric()) {
            throw new Refusal(RejectionCode.LABEL_TYPE, pointer, pointer + " must be a number: got " + Found.at(json));
        }
        return numbers.finite(json, pointer);
    }

    private double index(List<String> names, JsonParser json, String pointer) throws IOException, Refusal {
        if (!json.currentToken().isScalarValue()) {
            throw new Refusal(
                    RejectionCode.LABEL_TYPE,
                    pointer,
                    pointer + " must be the name of a class, a string, number or boolean: got " + Found.at(json));
        }
        if (json.isNaN()) {
            throw NumberRule.notFinite(pointer, json.getText());
        }
        text.take(json);
        int slot = slot();
        if (table[slot] == null) {
            throw new Refusal(
                    RejectionCode.LABEL_DOMAIN,
                    pointer,
                    pointer + " must be one of the classes " + SafeText.of(names.toString(), 150) + ": got "
                            + Found.at(json));
        }
        return indices[slot];
    }
}
