package dev.freshet.jobs.pipeline;

import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * One rule of the schema that a node breaks.
 *
 * @param schema the schema that the rule is a keyword of
 */
record Violation(Error error, JsonNode schema, YamlNode node) {
    private static final Map<String, String> TYPES = Map.of(
            "string", "string",
            "integer", "integer",
            "number", "number",
            "boolean", "true or false",
            "array", "a list",
            "object", "a mapping");
    private static final Set<String> OLD_BOOLEANS = Set.of("yes", "no", "on", "off", "y", "n");

    void report(Problems problems) {
        switch (error.getKeyword()) {
            case "additionalProperties" -> unknownKey(problems);
            case "required" -> missingKey(problems);
            case "dependentRequired" -> missingNeighbour(problems);
            case "uniqueItems" -> repeated(problems);
            default -> problems.add(node.at(), message());
        }
    }

    private String message() {
        return switch (error.getKeyword()) {
            case "type" -> "expected " + expected() + ", found " + node.found() + hint();
            case "pattern" ->
                schema.has("examples") ? choice("examples") : "expected " + expected() + ", found " + node.found();
            case "enum" -> choice("enum");
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" ->
                "must " + range() + ", found " + source();
            case "minItems", "maxItems" -> "must have " + limit("entry", "entries") + ", found " + size();
            case "minLength", "maxLength" -> "must have " + limit("character", "characters") + ", found " + length();
            case "minProperties", "maxProperties" -> keys();
            default -> error.getMessage();
        };
    }

    private void unknownKey(Problems problems) {
        String key = error.getProperty();
        Collection<String> allowed = schema.path("properties").propertyNames();
        String meant = Suggestion.of(key, allowed)
                .map(word -> ", did you mean " + word + "?")
                .orElse(".");
        String rest = allowed.isEmpty() ? " None is allowed here" : " Allowed: " + String.join(", ", allowed);
        problems.add(mapping().entry(key).key(), "unknown key" + meant + rest);
    }

    /** Silent where the key is there with a typing error, which is reported by itself. */
    private void missingKey(Problems problems) {
        String key = error.getProperty();
        Collection<String> allowed = schema.path("properties").propertyNames();
        boolean misspelt = mapping().entries().keySet().stream()
                .filter(present -> !allowed.contains(present))
                .anyMatch(present ->
                        Suggestion.of(present, allowed).filter(key::equals).isPresent());
        if (!misspelt) {
            problems.add(node.at().key(key), "is required");
        }
    }

    private void missingNeighbour(Problems problems) {
        String key = error.getProperty();
        problems.add(
                mapping().entry(key).key(),
                "needs " + schema.path("dependentRequired").path(key).path(0).asString() + " beside it");
    }

    private void repeated(Problems problems) {
        Set<Object> seen = new HashSet<>();
        for (YamlNode item : ((YamlNode.Sequence) node).items()) {
            if (item instanceof YamlNode.Scalar scalar && scalar.value() != null && !seen.add(scalar.value())) {
                problems.add(item.at(), "entries must differ, found " + item.found() + " again");
            }
        }
    }

    private String choice(String keyword) {
        List<String> allowed = new ArrayList<>();
        schema.path(keyword).forEach(word -> allowed.add(word.asString()));
        String meant = Suggestion.of(source(), allowed)
                .map(word -> ", did you mean " + word + "?")
                .orElse("");
        return "must be " + oneOf(allowed) + ", found " + node.found() + meant;
    }

    private static String oneOf(List<String> words) {
        return words.size() == 1 ? words.get(0) : "one of " + String.join(", ", words);
    }

    /** What the schema says in words where a type says too little, else its type. */
    private String expected() {
        return schema.has("$comment")
                ? schema.path("$comment").asString()
                : types().stream().map(type -> TYPES.getOrDefault(type, type)).collect(Collectors.joining(" or "));
    }

    private List<String> types() {
        JsonNode type = schema.path("type");
        List<String> types = new ArrayList<>();
        if (type.isArray()) {
            type.forEach(each -> types.add(each.asString()));
        } else {
            types.add(type.asString());
        }
        return types;
    }

    private String hint() {
        List<String> types = types();
        if (!(node instanceof YamlNode.Scalar scalar) || scalar.value() == null) {
            return "";
        }
        if (types.equals(List.of("string"))) {
            return schema.has("$comment") ? "" : ": put it in quotes";
        }
        if (types.contains("boolean") && OLD_BOOLEANS.contains(scalar.source())) {
            return ": YAML 1.2 says true and false";
        }
        if (types.contains("integer") || types.contains("number")) {
            return numberHint(scalar);
        }
        return wrappedHint(types.get(0), scalar);
    }

    /** A word that only lacks its brackets. */
    private String wrappedHint(String type, YamlNode.Scalar scalar) {
        boolean word = scalar.value() instanceof String;
        if (word && type.equals("object") && schema.path("properties").has(scalar.source())) {
            return ": write {" + scalar.shown() + ": {}}";
        }
        return word && type.equals("array") ? ": write [" + scalar.shown() + "]" : "";
    }

    private static String numberHint(YamlNode.Scalar scalar) {
        if (!scalar.plain() && PlainScalar.isNumber(scalar.source())) {
            return ": remove the quotes";
        }
        return scalar.source().matches("[0-9][0-9_]*_[0-9]++") ? ": write it without underscores" : "";
    }

    private String range() {
        boolean closedAbove = schema.has("maximum");
        if (!closedAbove && !schema.has("exclusiveMaximum")) {
            return "be " + (schema.has("minimum") ? ">= " + bound("minimum") : "> " + bound("exclusiveMinimum"));
        }
        String from = schema.has("minimum") ? "[" + bound("minimum") : "(" + bound("exclusiveMinimum");
        return "lie in " + from + ", " + (closedAbove ? bound("maximum") + "]" : bound("exclusiveMaximum") + ")");
    }

    private String bound(String keyword) {
        return schema.path(keyword).asString();
    }

    private String limit(String one, String many) {
        int n = schema.path(error.getKeyword()).asInt();
        return (error.getKeyword().startsWith("min") ? "at least " : "at most ") + n + " " + (n == 1 ? one : many);
    }

    private String keys() {
        List<String> allowed = List.copyOf(schema.path("properties").propertyNames());
        Set<String> present = mapping().entries().keySet();
        String found = present.isEmpty() ? "none" : String.join(" and ", present);
        return schema.has("maxProperties")
                ? "takes exactly one of " + String.join(", ", allowed) + ", found " + found
                : "must not be empty. Allowed: " + String.join(", ", allowed);
    }

    private int size() {
        return ((YamlNode.Sequence) node).items().size();
    }

    private int length() {
        String value = String.valueOf(((YamlNode.Scalar) node).value());
        return value.codePointCount(0, value.length());
    }

    private String source() {
        return node instanceof YamlNode.Scalar scalar ? scalar.shown() : node.found();
    }

    private YamlNode.Mapping mapping() {
        return (YamlNode.Mapping) node;
    }
}
