package dev.freshet.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record header: a name that may repeat, and bytes that may be null. The bytes are not copied. */
public final class Header {
    private final String name;
    private final byte @Nullable [] value;

    public Header(String name, byte @Nullable [] value) {
        this.name = name;
        this.value = value;
    }

    public static Header of(String name, String value) {
        return new Header(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The text of the last header of a name: who writes a record's headers adds behind what is there.
     *
     * @return null if there is none, or it has no value
     */
    public static @Nullable String text(List<Header> headers, String name) {
        for (int i = headers.size() - 1; i >= 0; i--) {
            Header header = headers.get(i);
            if (header.name.equals(name)) {
                return header.value == null ? null : new String(header.value, StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    public String name() {
        return name;
    }

    /** Read only. */
    public byte @Nullable [] value() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Header h && h.name.equals(name) && Arrays.equals(h.value, value);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return name + "=" + (value == null ? "null" : new String(value, StandardCharsets.UTF_8));
    }
}
