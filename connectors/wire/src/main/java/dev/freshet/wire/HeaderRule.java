package dev.freshet.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which headers a record may have; what they say is heard before its value is looked at. */
final class HeaderRule {
    private static final String CONTENT_TYPE = "content-type";
    private static final byte[] JSON = "application/json".getBytes(StandardCharsets.US_ASCII);
    private static final String CLOUD_EVENT = "application/cloudevents+json";

    /** The one version there is, as {@link Found} tells it. */
    private static final String VERSION = "the string \"1.0\"";

    private HeaderRule() {}

    /**
     * Refuses what is too much, was sent back too often, or says that the value is no JSON.
     *
     * @return whether the value is to be a CloudEvent in structured form, which names its version
     * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">the
     *     Kafka protocol binding for CloudEvents</a>
     */
    static boolean check(List<Header> headers, DecodeLimits limits) throws Refusal {
        if (headers.isEmpty()) {
            return false;
        }
        checkSize(headers, limits);
        int replays = Replays.of(headers);
        if (replays > Replays.MAX) {
            throw new Refusal(
                    RejectionCode.REPLAY_LIMIT,
                    null,
                    "a record must have been sent back at most " + Replays.MAX + " times: got "
                            + (replays == Integer.MAX_VALUE ? "no number in header " + Replays.HEADER : replays));
        }
        boolean cloudEvent = false;
        for (int i = 0; i < headers.size(); i++) {
            Header header = headers.get(i);
            if (header.name().equalsIgnoreCase(CONTENT_TYPE)) {
                cloudEvent = isCloudEvent(header.value());
            } else if (header.name().equals("ce_specversion")) {
                requireVersion("the string " + quoted(shortened(header.value())));
            }
        }
        return cloudEvent;
    }

    /** @param found what stands where a CloudEvent names the version of its specification, null for nothing */
    static void requireVersion(@Nullable String found) throws Refusal {
        if (!VERSION.equals(found)) {
            throw new Refusal(
                    RejectionCode.CONTENT_TYPE,
                    null,
                    "a CloudEvent's specversion must be " + VERSION + ": got " + found);
        }
    }

    private static void checkSize(List<Header> headers, DecodeLimits limits) throws Refusal {
        if (headers.size() > limits.headers()) {
            throw new Refusal(
                    RejectionCode.HEADERS_TOO_LARGE,
                    null,
                    "a record must have at most " + limits.headers() + " headers: got " + headers.size());
        }
        long bytes = 0;
        for (int i = 0; i < headers.size(); i++) {
            byte[] value = headers.get(i).value();
            bytes += headers.get(i).name().length() + (value == null ? 0 : value.length);
        }
        if (bytes > limits.headerBytes()) {
            throw new Refusal(
                    RejectionCode.HEADERS_TOO_LARGE,
                    null,
                    "bytes of a record's headers must be <= " + limits.headerBytes() + ": got " + bytes);
        }
    }

    private static boolean isCloudEvent(byte @Nullable [] value) throws Refusal {
        if (value == null || Arrays.equals(value, JSON)) {
            return false;
        }
        String[] parts = shortened(value).toLowerCase(Locale.ROOT).split(";", -1);
        String type = parts[0].strip();
        boolean json = type.equals("application/json")
                || type.equals("text/json")
                || type.matches("application/[!-~]+\\+json");
        boolean utf8 = true;
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            utf8 &= !parameter.startsWith("charset=") || parameter.matches("charset=(utf-?8|us-ascii)");
        }
        if (!json || !utf8) {
            throw new Refusal(
                    RejectionCode.CONTENT_TYPE,
                    null,
                    "header " + CONTENT_TYPE + " must name JSON in UTF-8, such as application/json: got "
                            + quoted(shortened(value)));
        }
        return type.equals(CLOUD_EVENT);
    }

    private static String shortened(byte @Nullable [] value) {
        return value == null ? "" : new String(value, 0, Math.min(value.length, 200), StandardCharsets.UTF_8);
    }

    private static String quoted(String text) {
        return "\"" + SafeText.of(text, 80) + "\"";
    }
}
