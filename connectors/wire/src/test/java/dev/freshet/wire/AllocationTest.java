package dev.freshet.wire;

import static dev.freshet.wire.Decoding.VALID;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Memory that a record can make the decoder take: at most four times its own size and 64 KiB. */
class AllocationTest {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Bytes that this thread has allocated so far. */
    static long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    private static long allocatedBy(JsonEventDecoder decoder, RawRecord raw, int times) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < times; i++) {
            decoder.decode(raw);
        }
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / times;
    }

    @Test
    void tenThousandEventsTakeLittleMoreThanThemselves() {
        JsonEventDecoder decoder = Decoding.decoder();
        RawRecord raw = Decoding.raw(VALID);
        allocatedBy(decoder, raw, 1_000);
        assertThat(allocatedBy(decoder, raw, 10_000)).isLessThan(4L * VALID.length() + 2_048);
    }

    @Test
    void noBadInputTakesMoreThanFourTimesItsSizeAnd64KiB() {
        List<BadEvents.Case> cases = BadEvents.rows1To30(Decoding.KEY, VALID, "key", "y", "a", false);
        JsonEventDecoder warm = Decoding.decoder();
        cases.forEach(bad -> warm.decode(bad.at("events", 0, 0, Decoding.TIME)));
        for (BadEvents.Case bad : cases) {
            RawRecord raw = bad.at("events", 0, 0, Decoding.TIME);
            byte[] value = raw.value();
            JsonEventDecoder fresh = Decoding.decoder();
            long limit = 4L * (value == null ? 0 : value.length) + 65_536;
            assertThat(allocatedBy(fresh, raw, 1)).as(bad.toString()).isLessThanOrEqualTo(limit);
        }
    }

    @Test
    void asManyShortUnknownNamesAsAllowedStayWithinTheBound() {
        StringBuilder json = new StringBuilder("{\"x\":{\"a\":1}");
        for (int i = 0; i < DecodeLimits.DEFAULT.unknownFields(); i++) {
            json.append(",\"")
                    .append((char) ('!' + 2 + i % 50))
                    .append((char) (128 + i / 50))
                    .append("\":0");
        }
        byte[] value = json.append('}').toString().replace("\\", "z").getBytes(UTF_8);
        JsonEventDecoder decoder = Decoding.decoder();
        RawRecord raw = Decoding.raw(Decoding.KEY.getBytes(UTF_8), value);
        Decoding.accepted(decoder.decode(raw));
        assertThat(allocatedBy(decoder, raw, 1)).isLessThanOrEqualTo(4L * value.length + 65_536);
    }

    @Test
    void noDamagedEventTakesMoreThanFourTimesItsSizeAnd64KiB() {
        // The first decoder loads the classes that a kind of damage needs.
        JsonEventDecoder first = Decoding.decoder();
        JsonEventDecoder decoder = Decoding.decoder();
        for (int seed = 0; seed < 20_000; seed++) {
            Gen gen = new Gen(seed);
            byte[] value = gen.chance(0.2)
                    ? gen.noise(2_000)
                    : gen.damaged(gen.value(5).getBytes(UTF_8));
            RawRecord raw = Decoding.raw(Decoding.KEY.getBytes(UTF_8), value);
            var unused = first.decode(raw);
            assertThat(allocatedBy(decoder, raw, 1))
                    .as("seed %s", seed)
                    .isLessThanOrEqualTo(4L * value.length + 65_536);
        }
    }
}
