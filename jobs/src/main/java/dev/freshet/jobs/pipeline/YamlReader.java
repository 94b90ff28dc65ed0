package dev.freshet.jobs.pipeline;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * YAML's events in, nodes with their places out. Nothing is constructed from a tag, nothing is copied by an alias, and no
 * depth can exhaust the stack: all three are refused.
 */
final class YamlReader {
    private static final int MAX_CHARACTERS = 1 << 20;
    private static final int MAX_DEPTH = 32;
    private static final String CORE_TAG = "tag:yaml.org,2002:";
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Iterator<Event> events;
    private final Placeholders placeholders;
    private final Problems problems;

    private YamlReader(String text, Placeholders placeholders, Problems problems) {
        LoadSettings settings =
                LoadSettings.builder().setCodePointLimit(MAX_CHARACTERS).build();
        this.events = new Parse(settings).parseString(text).iterator();
        this.placeholders = placeholders;
        this.problems = problems;
    }

    /** The document, or null where {@code problems} says why there is none. */
    static @Nullable YamlNode read(String text, Placeholders placeholders, Problems problems) {
        if (text.length() > MAX_CHARACTERS) {
            problems.add("is larger than 1 MiB, the most a pipeline file may have");
            return null;
        }
        String yaml = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        try {
            return new YamlReader(yaml, placeholders, problems).document();
        } catch (MarkedYamlEngineException e) {
            problems.add(at(e.getProblemMark(), ""), "is not YAML: " + reason(e));
        } catch (ReaderException e) {
            problems.add(place(yaml, e.getPosition()), "is not YAML: character " + hex(e) + " is not allowed");
        } catch (TooDeep e) {
            problems.add(e.at, "is nested deeper than " + MAX_DEPTH + " levels");
        } catch (YamlEngineException | NoSuchElementException e) {
            problems.add("is not YAML: " + e.getMessage());
        }
        return null;
    }

    private @Nullable YamlNode document() {
        YamlNode root = null;
        while (events.hasNext()) {
            Event event = events.next();
            if (event instanceof NodeEvent && root == null) {
                root = node(event, at(event.getStartMark(), ""), 0);
            } else if (event.getEventId() == Event.ID.DocumentStart && root != null) {
                problems.add(at(event.getStartMark(), ""), "has a second document: a pipeline file is one");
                return root;
            }
        }
        if (root == null || isNothing(root)) {
            problems.add("is empty: begin with a name, a task, features and a model");
            return null;
        }
        return root;
    }

    private static boolean isNothing(YamlNode root) {
        return root instanceof YamlNode.Scalar scalar
                && scalar.plain()
                && scalar.source().isEmpty();
    }

    private YamlNode node(Event event, At at, int depth) {
        if (depth > MAX_DEPTH) {
            throw new TooDeep(at);
        }
        if (event instanceof MappingStartEvent start) {
            refuseTag(start.getTag(), at);
            return mapping(at, depth);
        }
        if (event instanceof SequenceStartEvent start) {
            refuseTag(start.getTag(), at);
            return sequence(at, depth);
        }
        if (event instanceof AliasEvent alias) {
            problems.add(at, "alias *" + alias.getAlias().getValue() + " is not allowed: write the value out");
            return new YamlNode.Scalar(at, "*" + alias.getAlias().getValue(), true, null);
        }
        return scalar((ScalarEvent) event, at);
    }

    private void refuseTag(Optional<String> tag, At at) {
        tag.map(t -> t.startsWith(CORE_TAG) ? "!!" + t.substring(CORE_TAG.length()) : t)
                .ifPresent(t -> problems.add(at, "tag " + t + " is not allowed: a value's form says its type"));
    }

    private YamlNode scalar(ScalarEvent event, At at) {
        refuseTag(event.getTag(), at);
        if (event.isPlain()) {
            return PlainScalar.read(event.getValue(), at, placeholders, problems);
        }
        String text = placeholders.replace(event.getValue(), at);
        return new YamlNode.Scalar(at, event.getValue(), false, text);
    }

    private YamlNode sequence(At at, int depth) {
        List<YamlNode> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(
                    node(event, at(event.getStartMark(), at.index(items.size()).path()), depth + 1));
        }
        return new YamlNode.Sequence(at, items);
    }

    private YamlNode mapping(At at, int depth) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            String key = key(event, at, depth);
            At place = at(event.getStartMark(), at.key(key).path());
            Event value = events.next();
            YamlNode node = node(value, at(value.getStartMark(), place.path()), depth + 1);
            YamlNode.Entry first = entries.putIfAbsent(key, new YamlNode.Entry(place, node));
            if (first != null) {
                problems.add(
                        place, "key stands twice, first in line " + first.key().line());
            }
        }
        return new YamlNode.Mapping(at, entries);
    }

    private String key(Event event, At mapping, int depth) {
        if (event instanceof ScalarEvent scalar) {
            refuseTag(
                    scalar.getTag(),
                    at(event.getStartMark(), mapping.key(scalar.getValue()).path()));
            return scalar.getValue();
        }
        At at = at(event.getStartMark(), mapping.path());
        node(event, at, depth + 1);
        problems.add(at, "a key must be a plain word: found a list, a mapping or an alias");
        return "?";
    }

    private static At at(Optional<Mark> mark, String path) {
        return mark.map(m -> new At(m.getLine() + 1, m.getColumn() + 1, path)).orElse(new At(0, 0, path));
    }

    private static String reason(MarkedYamlEngineException e) {
        String context = e.getContext();
        return (context == null ? "" : context + ", ") + e.getProblem();
    }

    private static String hex(ReaderException e) {
        return String.format("U+%04X", e.getCodePoint());
    }

    /** Where character {@code position} of {@code text} lies. */
    private static At place(String text, int position) {
        int line = 1;
        int start = 0;
        int end = Math.min(position, text.length());
        for (int i = 0; i < end; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                start = i + 1;
            }
        }
        return new At(line, end - start + 1, "");
    }

    /** Ends the reading; deeper nodes are not looked at. */
    private static final class TooDeep extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient At at;

        TooDeep(At at) {
            super(null, null, false, false);
            this.at = at;
        }
    }
}
