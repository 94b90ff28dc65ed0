package dev.freshet.dashboards.store;

import dev.freshet.wire.Header;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.SafeText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A published model as the headers of its record tell it; the snapshot itself is not kept.
 *
 * @param bytes of the snapshot
 */
record ModelInfo(
        @Nullable String step,
        @Nullable String fingerprint,
        @Nullable String spec,
        @Nullable String sha256,
        @Nullable String source,
        @Nullable String reason,
        long bytes,
        long time) {
    private static final int MOST = 128;

    /** Of a record with a value. */
    static ModelInfo of(RawRecord record, int bytes) {
        List<Header> headers = record.headers();
        return new ModelInfo(
                text(headers, "step"),
                text(headers, "fingerprint"),
                text(headers, "spec"),
                text(headers, "sha256"),
                text(headers, "source"),
                text(headers, "reason"),
                bytes,
                record.timestamp());
    }

    /** The last header of that name, made safe and cut. */
    static @Nullable String text(List<Header> headers, String name) {
        return text(headers, name, MOST);
    }

    static @Nullable String text(List<Header> headers, String name, int most) {
        String last = null;
        for (Header header : headers) {
            byte[] value = header.value();
            if (header.name().equals(name) && value != null) {
                String text = new String(value, 0, Math.min(value.length, 4 * most), StandardCharsets.UTF_8);
                last = SafeText.of(text, most);
            }
        }
        return last;
    }

    void writeTo(Json json) {
        json.text("step", step)
                .text("fingerprint", fingerprint)
                .text("spec", spec)
                .text("sha256", sha256)
                .text("source", source)
                .text("reason", reason)
                .number("bytes", bytes)
                .number("time", time);
    }
}
