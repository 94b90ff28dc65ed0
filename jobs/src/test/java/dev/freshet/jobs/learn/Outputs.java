package dev.freshet.jobs.learn;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.wire.Header;
import dev.freshet.wire.Outbound;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Output records in a form that tests compare: every byte of them, per topic and key, in their order. */
final class Outputs {
    private Outputs() {}

    /** Where a record goes. */
    record Place(String topic, String key) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byTopic = topic.compareTo(other.topic);
            return byTopic == 0 ? key.compareTo(other.key) : byTopic;
        }
    }

    static SortedMap<Place, List<String>> byPlace(List<Outbound> outputs) {
        SortedMap<Place, List<String>> all = new TreeMap<>();
        for (Outbound output : outputs) {
            all.computeIfAbsent(new Place(output.topic(), text(output.key())), place -> new ArrayList<>())
                    .add(output.timestamp() + " " + output.headers() + " " + bytes(output.value()));
        }
        return all;
    }

    /** The same without our own types. */
    static SortedMap<String, List<String>> byTopicAndKey(List<Outbound> outputs) {
        SortedMap<String, List<String>> all = new TreeMap<>();
        for (Outbound output : outputs) {
            all.computeIfAbsent(output.topic() + " " + order(output), place -> new ArrayList<>())
                    .add(facts(output) + " " + bytes(output.value()));
        }
        return all;
    }

    /** Headers but for the words in which a reason is told. */
    private static List<Header> facts(Outbound output) {
        return output.headers().stream()
                .filter(header ->
                        !header.name().endsWith(".detail") && !header.name().endsWith(".exception.message"))
                .toList();
    }

    /** Records of a key keep their order, and so do dead letters of an input partition. */
    private static String order(Outbound output) {
        return output.headers().stream()
                .filter(header -> header.name().equals("__connect.errors.partition"))
                .findFirst()
                .map(Header::toString)
                .orElseGet(() -> text(output.key()));
    }

    static Outbound of(String topic, String key, byte[] value) {
        return new Outbound(topic, key.getBytes(UTF_8), value, Outbound.NOW, List.of());
    }

    /** Values of one topic, per key. */
    static SortedMap<String, List<String>> values(List<Outbound> outputs, String topic) {
        SortedMap<String, List<String>> all = new TreeMap<>();
        for (Outbound output : of(outputs, topic)) {
            all.computeIfAbsent(text(output.key()), key -> new ArrayList<>()).add(bytes(output.value()));
        }
        return all;
    }

    static List<Outbound> of(List<Outbound> outputs, String topic) {
        return outputs.stream().filter(o -> o.topic().equals(topic)).toList();
    }

    /** A letter for each byte. */
    static String bytes(byte @Nullable [] bytes) {
        return bytes == null ? "null" : new String(bytes, ISO_8859_1);
    }

    private static String text(byte @Nullable [] key) {
        return key == null ? "null" : new String(key, UTF_8);
    }
}
