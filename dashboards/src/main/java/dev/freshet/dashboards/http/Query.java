package dev.freshet.dashboards.http;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of a request, each allowed at most once and checked before anything is done. */
final class Query {
    private final Map<String, String> values = new LinkedHashMap<>();

    /** @throws HttpProblem 400 if a parameter is not among {@code allowed}, comes twice, or is no UTF-8 */
    Query(@Nullable String raw, String... allowed) {
        if (raw == null || raw.isEmpty()) {
            return;
        }
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            if (!Arrays.asList(allowed).contains(name)) {
                throw HttpProblem.badRequest(
                        "parameters allowed here: " + String.join(", ", allowed) + "; got " + name);
            }
            if (values.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1))) != null) {
                throw HttpProblem.badRequest("parameter " + name + " must stand once");
            }
        }
    }

    /** @throws HttpProblem 400 if the escapes are broken or hide bytes that are no UTF-8 */
    static String decoded(String escaped) {
        try {
            String bytes = URLDecoder.decode(escaped, StandardCharsets.ISO_8859_1);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw HttpProblem.badRequest("what is escaped must be UTF-8: got " + escaped);
        }
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    @Nullable
    String text(String name) {
        return values.get(name);
    }

    /** @throws HttpProblem 400 if it is longer than {@code most} */
    String text(String name, String otherwise, int most) {
        String value = values.getOrDefault(name, otherwise);
        if (value.length() > most) {
            throw HttpProblem.badRequest(name + " must have at most " + most + " characters: got " + value.length());
        }
        return value;
    }

    /** @throws HttpProblem 400 if it is no whole number in {@code [min, max]} */
    long number(String name, long otherwise, long min, long max) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        long number = value.matches("-?[0-9]{1,18}") ? Long.parseLong(value) : Long.MIN_VALUE;
        if (number < min || number > max) {
            throw HttpProblem.badRequest(name + " must be a whole number in [" + min + ", " + max + "]: got " + value);
        }
        return number;
    }

    /** @throws HttpProblem 400 if it is none of {@code allowed} */
    String choice(String name, String otherwise, List<String> allowed) {
        String value = values.getOrDefault(name, otherwise);
        if (!allowed.contains(value)) {
            throw HttpProblem.badRequest(name + " must be one of " + String.join(", ", allowed) + ": got " + value);
        }
        return value;
    }

    /** Several, separated by commas; all of {@code allowed} where it is not there. */
    Set<String> choices(String name, List<String> allowed) {
        String value = values.get(name);
        if (value == null) {
            return new LinkedHashSet<>(allowed);
        }
        Set<String> chosen = new LinkedHashSet<>(List.of(value.split(",", -1)));
        for (String each : chosen) {
            if (!allowed.contains(each)) {
                throw HttpProblem.badRequest(
                        name + " must be of " + String.join(", ", allowed) + ", separated by commas: got " + each);
            }
        }
        return chosen;
    }

    /** {@code {from, to}} of two parameters of these names. */
    long[] range(long max) {
        long from = number("from", 0, 0, max);
        long to = number("to", max, 0, max);
        if (from > to) {
            throw HttpProblem.badRequest("from must be <= to: got " + from + " and " + to);
        }
        return new long[] {from, to};
    }
}
