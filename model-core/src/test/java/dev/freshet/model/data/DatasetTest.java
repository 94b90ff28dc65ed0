package dev.freshet.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.Example;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DatasetTest {
    private static final Schema SCHEMA = new Schema(List.of("x"), List.of(), List.of(), 0, "y", List.of());

    /** A file of one good row, then what {@code failure} throws, or the end. */
    private static final class OneRow implements Source {
        private final @Nullable Exception failure;
        private final List<String> calls = new ArrayList<>();

        OneRow(@Nullable Exception failure) {
            this.failure = failure;
        }

        @Override
        public Schema schema() {
            return SCHEMA;
        }

        @Override
        public Rows open() {
            calls.add("open");
            return new Rows() {
                private boolean read;

                @Override
                public @Nullable Example next() throws IOException {
                    if (!read) {
                        read = true;
                        return Example.of(0, 1, 2);
                    }
                    if (failure instanceof IOException io) {
                        throw io;
                    }
                    if (failure instanceof RuntimeException unchecked) {
                        throw unchecked;
                    }
                    return null;
                }

                @Override
                public void close() {
                    calls.add("close");
                }
            };
        }
    }

    @Test
    void theFileIsClosedAtItsEnd() {
        var source = new OneRow(null);

        assertThat(new Dataset(source).toList()).hasSize(1);

        assertThat(source.calls).containsExactly("open", "close");
    }

    @Test
    void theFileIsClosedWhenARowIsRefused() {
        var source = new OneRow(new DataException(Place.of("set.csv"), "must be a number", "x", "correct it"));
        Iterator<Example> rows = new Dataset(source).iterator();

        assertThatThrownBy(rows::next).isInstanceOf(DataException.class);

        assertThat(source.calls).containsExactly("open", "close");
        assertThat(rows.hasNext()).isFalse();
    }

    @Test
    void theFileIsClosedWhenItCannotBeRead() {
        var source = new OneRow(new IOException("gone"));
        Iterator<Example> rows = new Dataset(source).iterator();

        assertThatThrownBy(rows::next).isInstanceOf(UncheckedIOException.class);

        assertThat(source.calls).containsExactly("open", "close");
    }
}
