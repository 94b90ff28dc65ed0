package dev.freshet.jobs.pipeline;

import java.util.Locale;

/** Enum constants as a file writes them: {@code GLOROT_UNIFORM} is {@code glorot-uniform}. */
final class Words {

    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException if no constant has that name */
    static <E extends Enum<E>> E read(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
