package dev.freshet.model.data;

import java.util.ArrayList;
import java.util.List;

/** Words of one ARFF line: bare, or in single or double quotes with a backslash before a quote. */
final class ArffScanner {
    private final String line;
    private final Place place;
    private int at;

    ArffScanner(String line, int at, Place place) {
        this.line = line;
        this.at = at;
        this.place = place;
    }

    boolean accept(char c) {
        skipSpace();
        if (at < line.length() && line.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    /** Up to white space, a comma or a brace, or the whole of a quoted word. */
    String word() {
        skipSpace();
        if (at < line.length() && (line.charAt(at) == '\'' || line.charAt(at) == '"')) {
            return quoted(line.charAt(at++));
        }
        int from = at;
        while (at < line.length() && " \t,{}".indexOf(line.charAt(at)) < 0) {
            at++;
        }
        return line.substring(from, at);
    }

    private String quoted(char quote) {
        var word = new StringBuilder();
        for (; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == quote) {
                at++;
                return word.toString();
            }
            if (c == '\\' && at + 1 < line.length()) {
                c = line.charAt(++at);
            }
            word.append(c);
        }
        throw new DataException(place, "a quoted word must end on its line", line, "close the quote");
    }

    /** Words between commas, up to {@code end} or, for 0, to the line's end. */
    List<String> listTo(char end) {
        List<String> words = new ArrayList<>();
        do {
            words.add(word());
        } while (accept(','));
        requireEnd(end);
        return words;
    }

    /** Number and value between commas, each pair as one text. */
    List<String> entriesTo(char end) {
        List<String> entries = new ArrayList<>();
        if (accept(end)) {
            return entries;
        }
        do {
            skipSpace();
            int from = at;
            word();
            word();
            entries.add(line.substring(from, at));
        } while (accept(','));
        requireEnd(end);
        return entries;
    }

    private void requireEnd(char end) {
        boolean ended = end == 0 ? atEnd() : accept(end);
        if (!ended) {
            throw new DataException(
                    place,
                    end == 0 ? "fields must have commas between them" : "a list must end with " + end,
                    line.substring(Math.min(at, line.length())),
                    "quote a value that holds white space, commas or braces");
        }
    }

    private boolean atEnd() {
        skipSpace();
        return at == line.length();
    }

    private void skipSpace() {
        while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
            at++;
        }
    }
}
