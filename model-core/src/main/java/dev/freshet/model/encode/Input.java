package dev.freshet.model.encode;

import java.util.ArrayList;
import java.util.List;

/**
 * A raw input that an encoder reads.
 *
 * @param name "" for kinds of which an event has only one
 */
public record Input(InputKind kind, String name) {

    static List<Input> all(InputKind kind, List<String> names) {
        List<Input> inputs = new ArrayList<>();
        for (String name : names) {
            inputs.add(new Input(kind, name));
        }
        return inputs;
    }
}
