package dev.freshet.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Bytes and pieces of JSON that {@link BadEvents} are made of. */
final class Crafted {

    private Crafted() {}

    static String names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"n" + i + "\":0").collect(Collectors.joining(","));
    }

    /** "Aa" and "BB" have one hash in Java, and so have all words of as many of them. */
    static String colliding(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> quoted(IntStream.range(0, 16)
                                .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                                .collect(Collectors.joining()))
                        + ":0")
                .collect(Collectors.joining(","));
    }

    static String quoted(String text) {
        return "\"" + text + "\"";
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static byte[] joined(byte[] head, byte[] tail) {
        byte[] all = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return all;
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] zip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("event.json"));
            zip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
