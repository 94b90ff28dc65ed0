package dev.freshet.jobs.pipeline;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A rule's record as the settings of a mapping: each component is a key in kebab case; one that is absent is as in another
 * record of the same class. Components are numbers, truths, enums, lists of doubles and rules of a family of their own.
 */
final class RecordSettings {

    private RecordSettings() {}

    /** The key of a component: {@code minSamples} is {@code min-samples}. */
    static String key(RecordComponent component) {
        return component.getName().replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException of the record, if a setting breaks a rule */
    @SuppressWarnings("unchecked") // its own class
    static <R> R read(R defaults, Section settings) {
        RecordComponent[] components = components(defaults);
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(components[i], get(defaults, components[i]), settings);
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return (R) defaults.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException rule ? rule : new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a rule is a public record: " + defaults, e);
        }
    }

    /** YAML of each setting by its key; an infinite one, which is none at all, is left out. */
    static Map<String, String> write(Object rule) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (RecordComponent component : components(rule)) {
            Object value = get(rule, component);
            if (!(value instanceof Double number && number.isInfinite())) {
                settings.put(key(component), text(value));
            }
        }
        return settings;
    }

    private static RecordComponent[] components(Object rule) {
        RecordComponent[] components = rule.getClass().getRecordComponents();
        if (components == null) {
            throw new IllegalStateException("a rule is a record: " + rule);
        }
        return components;
    }

    private static Object get(Object rule, RecordComponent component) {
        try {
            return component.getAccessor().invoke(rule);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a rule is a public record: " + rule, e);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the enum's own class
    private static Object value(RecordComponent component, Object absent, Section settings) {
        String key = key(component);
        if (absent instanceof Integer number) {
            return settings.integer(key, number.intValue());
        }
        if (absent instanceof Long number) {
            return settings.integer(key, number.longValue());
        }
        if (absent instanceof Double number) {
            return settings.number(key, number);
        }
        if (absent instanceof Boolean truth) {
            return settings.truth(key, truth);
        }
        if (absent instanceof Enum<?> constant) {
            return Words.read((Class) component.getType(), settings.text(key, Words.of(constant)));
        }
        if (absent instanceof List<?>) {
            return settings.has(key) ? settings.numbers(key) : absent;
        }
        return settings.has(key) ? Vocabulary.read(component.getType(), settings, key) : absent;
    }

    private static String text(Object value) {
        if (value instanceof Enum<?> constant) {
            return Words.of(constant);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
        }
        return value instanceof Record rule ? Vocabulary.write(rule) : String.valueOf(value);
    }
}
