package dev.freshet.jobs.types;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.model.Action;
import dev.freshet.model.Example;
import dev.freshet.wire.CaughtUp;
import dev.freshet.wire.Command;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.Header;
import dev.freshet.wire.JsonCommandDecoder;
import dev.freshet.wire.LateLabel;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.ModelRecord;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.RejectionCode;
import dev.freshet.wire.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Records of any content: nulls, nothing, texts beyond the basic plane, numbers of any bits. */
final class RandomRecords {
    private static final String[] TEXTS = {"", "NSW", "Zürich", "a\0b", "駅", "\ud83d\ude00 \u202e", "x".repeat(3_000)};

    private final SplittableRandom random;

    RandomRecords(SplittableRandom random) {
        this.random = random;
    }

    Decoded decoded() {
        if (random.nextInt(6) == 0) {
            return label();
        }
        if (random.nextInt(6) == 0) {
            return command();
        }
        if (random.nextInt(6) == 0) {
            return random.nextBoolean() ? new ModelRecord(text(), raw()) : new CaughtUp(random.nextInt(), text());
        }
        return random.nextInt(5) == 0 ? tally() : random.nextInt(3) > 0 ? event() : rejection();
    }

    Outbound outbound() {
        return new Outbound(text(), bytes(), bytes(), random.nextLong(), headers());
    }

    private Event event() {
        double[] numbers = random.longs(random.nextInt(20))
                .mapToDouble(Double::longBitsToDouble)
                .toArray();
        long[] categories = random.longs(random.nextInt(5)).toArray();
        double label = random.nextBoolean() ? Double.NaN : random.nextDouble();
        Example example = new Example(
                numbers,
                categories,
                label,
                random.nextDouble(1e6),
                random.nextLong(),
                random.nextInt(),
                random.nextLong());
        Event event = new Event(text(), text(), random.nextBoolean() ? example : wide(example));
        return random.nextInt(4) == 0 ? event.withRaw(raw()) : event;
    }

    private Command command() {
        String json = switch (random.nextInt(3)) {
            case 0 -> "{\"id\":\"c\",\"command\":\"set-rate\",\"factor\":0.5,\"at\":7}";
            case 1 ->
                "{\"id\":\"c\",\"command\":\"rollback\",\"snapshot\":{\"partition\":0,\"offset\":7,\"sha256\":\""
                        + "ab".repeat(32) + "\"}}";
            default -> "{\"id\":\"c\",\"command\":\"dance\"}";
        };
        RawRecord raw = new RawRecord(
                "commands",
                random.nextInt(),
                random.nextLong(),
                1,
                "NSW".getBytes(UTF_8),
                json.getBytes(UTF_8),
                List.of());
        Command command = (Command) new JsonCommandDecoder(1_000).decode(raw);
        if (command.place() == null) {
            return command;
        }
        return random.nextBoolean()
                ? command.with(new Action.Rollback(text().getBytes(UTF_8)))
                : command.failing("no such " + text());
    }

    private LateLabel label() {
        double weight = random.nextBoolean() ? Double.NaN : random.nextDouble(1e6);
        return new LateLabel(text(), text(), random.nextDouble(), weight, random.nextLong(), raw());
    }

    private Example wide(Example example) {
        @Nullable String[] texts = new @Nullable String[random.nextInt(4)];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = random.nextInt(4) == 0 ? null : text();
        }
        int[] indices = random.ints(random.nextInt(4)).toArray();
        float[] values = new float[indices.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = Float.intBitsToFloat(random.nextInt());
        }
        return example.withTexts(texts).withSparse(indices, values);
    }

    private Rejection rejection() {
        RejectionCode[] codes = RejectionCode.values();
        return new Rejection(codes[random.nextInt(codes.length)], random.nextBoolean() ? text() : null, text(), raw());
    }

    private RawRecord raw() {
        return new RawRecord(
                text(), random.nextInt(), random.nextLong(), random.nextLong(), bytes(), bytes(), headers());
    }

    private Tally tally() {
        List<LedgerRow.Input> inputs = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            inputs.add(new LedgerRow.Input(
                    text(),
                    random.nextInt(),
                    random.nextLong(),
                    random.nextLong(),
                    random.nextLong(),
                    random.nextLong()));
        }
        boolean last = random.nextBoolean();
        long since = random.nextLong();
        return new Tally(new LedgerRow(
                text(), random.nextLong(), since, !last, last, LedgerRow.Role.DECODE, text(), 3, 4, inputs, null));
    }

    private List<Header> headers() {
        List<Header> headers = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            headers.add(new Header(text(), bytes()));
        }
        return headers;
    }

    private byte @Nullable [] bytes() {
        if (random.nextInt(4) == 0) {
            return null;
        }
        byte[] bytes = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(5_000)];
        random.nextBytes(bytes);
        return bytes;
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }
}
