package dev.freshet.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.freshet.model.Example;
import dev.freshet.model.Task;
import dev.freshet.model.encode.CategoryHash;
import dev.freshet.model.encode.FeatureSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The event that a body is being read into: arrays that are reused and copied once. Not for two threads. */
final class Draft {
    private static final double MAX_WEIGHT = 1e6;
    private static final long[] NO_CATEGORIES = {};

    private final @Nullable String features;
    private final boolean[] bounded;
    private final double[] numbers;
    private final long[] categories;
    private final @Nullable String[] texts;
    private final @Nullable SparsePart sparse;
    private final boolean allFeatures;
    private final NumberRule numberRule;
    private final LabelRule labelRule;
    private final Utf8Text keyText = new Utf8Text();
    private final Utf8Text text = new Utf8Text();
    private int present;
    private long missing;
    private boolean keyed;
    private String keyPointer = "";
    private @Nullable String id;
    private boolean timed;
    private long time;
    private String timePointer = "";
    private @Nullable String specVersion;
    private double label;
    private double weight;

    Draft(EventMapping mapping, FeatureSchema schema, Task task, DecodeLimits limits, Strictness strictness) {
        features = mapping.features().isEmpty() ? null : mapping.features();
        bounded = new boolean[schema.bounded().size()];
        for (int i = 0; i < bounded.length; i++) {
            bounded[i] = schema.bounded().get(i);
        }
        numbers = new double[schema.numbers().size()];
        categories = new long[schema.categories().size()];
        allFeatures = strictness.allFeatures();
        numberRule = new NumberRule(strictness.exactIntegers());
        texts = new @Nullable String[schema.texts().size()];
        sparse = schema.sparse() == 0 ? null : new SparsePart(mapping, schema.sparse(), limits, numberRule);
        labelRule = new LabelRule(task, numberRule, text);
    }

    NumberRule numberRule() {
        return numberRule;
    }

    /** Inputs that accepted events lacked. */
    long missing() {
        return missing;
    }

    void clear() {
        Arrays.fill(numbers, Double.NaN);
        Arrays.fill(categories, CategoryHash.MISSING);
        Arrays.fill(texts, null);
        if (sparse != null) {
            sparse.clear();
        }
        present = 0;
        keyed = false;
        id = null;
        timed = false;
        specVersion = null;
        label = Double.NaN;
        weight = Double.NaN;
    }

    /** Takes the value at which the parser stands; an object or array is left at its first token. */
    void take(Field field, JsonParser json) throws IOException, Refusal {
        JsonToken token = json.currentToken();
        switch (field.role()) {
            case NUMBER -> number(field, token, json);
            case CATEGORY -> category(field, token, json);
            case TEXT -> text(field, token, json);
            case KEY -> key(field, token, json);
            case ID -> id(field, token, json);
            case TIME -> time(field, token, json);
            case LABEL -> label = labelRule.read(json, field.pointer());
            case WEIGHT -> weight(field, token, json);
            case SPEC_VERSION -> specVersion = Found.at(json);
            case NOTHING, INDICES, VALUES -> {}
        }
    }

    /** Takes the array of the sparse part at which the parser stands, up to its last token. */
    void takeAll(Field field, JsonParser json) throws IOException, Refusal {
        if (sparse != null) {
            sparse.read(field, json);
        }
    }

    private void number(Field field, JsonToken token, JsonParser json) throws IOException, Refusal {
        if (token.isNumeric()) {
            double value = numberRule.finite(json, field.pointer());
            if (Math.abs(value) > Float.MAX_VALUE && !bounded[field.index()]) {
                throw new Refusal(
                        RejectionCode.DIVERGENCE,
                        field.pointer(),
                        field.pointer() + " must fit float32, since nothing scales it: got " + value
                                + ", declare a scale for it");
            }
            numbers[field.index()] = value;
            present++;
        } else if (token != JsonToken.VALUE_NULL) {
            throw type(field, "a number or null", json);
        }
    }

    private void category(Field field, JsonToken token, JsonParser json) throws IOException, Refusal {
        if (!token.isScalarValue()) {
            throw type(field, "a string, number, boolean or null", json);
        }
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        if (json.isNaN()) {
            throw NumberRule.notFinite(field.pointer(), json.getText());
        }
        text.take(json);
        boolean negativeZero = token.isNumeric() && text.at(0) == '-' && NumberRule.literallyZero(json);
        categories[field.index()] = negativeZero ? text.categoryHashAfterSign() : text.categoryHash();
        present++;
    }

    private void text(Field field, JsonToken token, JsonParser json) throws IOException, Refusal {
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        if (token != JsonToken.VALUE_STRING) {
            throw type(field, "a string or null", json);
        }
        texts[field.index()] = json.getText();
        present++;
    }

    private void key(Field field, JsonToken token, JsonParser json) throws IOException, Refusal {
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_INT) {
            throw type(field, "a string or an integer", json);
        }
        keyText.take(json);
        keyPointer = field.pointer();
        KeyRule.check(keyText, keyPointer);
        keyed = true;
    }

    private void id(Field field, JsonToken token, JsonParser json) throws IOException, Refusal {
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_INT) {
            throw type(field, "a string or an integer", json);
        }
        if (json.getTextLength() > KeyRule.MAX) {
            throw new Refusal(
                    RejectionCode.TOO_LONG,
                    field.pointer(),
                    field.pointer() + " must have at most " + KeyRule.MAX + " characters: got " + json.getTextLength());
        }
        String text = new String(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
        id = text.isEmpty() ? null : text;
    }

    private void time(Field field, JsonToken token, JsonParser json) throws IOException, Refusal {
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        if (token != JsonToken.VALUE_NUMBER_INT) {
            throw TimeRule.implausible(field.pointer(), Found.at(json));
        }
        timed = true;
        timePointer = field.pointer();
        boolean tooLong = json.getNumberType() == JsonParser.NumberType.BIG_INTEGER;
        time = !tooLong
                ? json.getLongValue()
                : json.getBigIntegerValue().signum() > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
    }

    private void weight(Field field, JsonToken token, JsonParser json) throws IOException, Refusal {
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        if (!token.isNumeric()) {
            throw type(field, "a number", json);
        }
        double value = json.getDoubleValue();
        if (!(value >= 0 && value <= MAX_WEIGHT)) {
            throw new Refusal(
                    RejectionCode.WEIGHT_RANGE,
                    field.pointer(),
                    field.pointer() + " must lie in [0, 1e6]: got " + Found.at(json));
        }
        weight = value;
    }

    private static Refusal type(Field field, String expected, JsonParser json) throws IOException {
        String found = Found.at(json);
        boolean textual = json.currentToken() == JsonToken.VALUE_STRING && expected.startsWith("a number");
        return new Refusal(
                RejectionCode.TYPE,
                field.pointer(),
                field.pointer() + " must be " + expected + ": got " + found
                        + (textual ? ", send numbers without quotes" : ""));
    }

    /** Refuses a body that is no CloudEvent of a known version, once it has been read. */
    void requireCloudEvent() throws Refusal {
        HeaderRule.requireVersion(specVersion);
    }

    /** The event, once the whole body has been read. */
    Event event(RawRecord raw) throws Refusal {
        String key = key(raw);
        long at = time(raw);
        int inputs = numbers.length + categories.length + texts.length;
        if (sparse != null) {
            inputs++;
            present += sparse.complete() ? 1 : 0;
        }
        if (inputs > 0 && present == 0) {
            throw new Refusal(
                    RejectionCode.FEATURES_MISSING,
                    features,
                    "an event must bring at least one input: got none of " + inputs);
        }
        if (allFeatures && present < inputs) {
            throw new Refusal(
                    RejectionCode.FEATURES_MISSING,
                    features,
                    "an event must bring all " + inputs + " inputs in strict mode: got " + present);
        }
        missing += inputs - present;
        Example example = new Example(
                numbers.clone(),
                categories.length == 0 ? NO_CATEGORIES : categories.clone(),
                label,
                Double.isNaN(weight) ? 1 : weight,
                at,
                raw.partition(),
                raw.offset());
        if (texts.length > 0) {
            example = example.withTexts(texts.clone());
        }
        if (sparse != null) {
            example = example.withSparse(sparse.indices(), sparse.values());
        }
        return new Event(key, id == null ? raw.partition() + ":" + raw.offset() : id, example);
    }

    /** The label of an event, once the whole body has been read. */
    LateLabel lateLabel(RawRecord raw, EventMapping mapping) throws Refusal {
        String key = key(raw);
        long at = time(raw);
        if (id == null) {
            throw new Refusal(
                    RejectionCode.ID_MISSING,
                    mapping.id(),
                    mapping.id() + " must name the event that the label is of: got none");
        }
        if (Double.isNaN(label)) {
            throw new Refusal(
                    RejectionCode.LABEL_TYPE, mapping.label(), mapping.label() + " must hold the label: got none");
        }
        return new LateLabel(key, id, label, weight, at, raw);
    }

    private long time(RawRecord raw) throws Refusal {
        if (timed) {
            TimeRule.check(time, raw.timestamp(), timePointer);
            return time;
        }
        TimeRule.checkRecord(raw.timestamp());
        return raw.timestamp();
    }

    private String key(RawRecord raw) throws Refusal {
        byte[] recordKey = raw.key();
        if (recordKey == null) {
            if (!keyed) {
                throw new Refusal(
                        RejectionCode.KEY_MISSING, null, "a record must name its model key: got none in key and body");
            }
            return keyText.toString();
        }
        if (keyed && !keyText.is(recordKey)) {
            throw new Refusal(
                    RejectionCode.KEY_MISMATCH,
                    keyPointer,
                    keyPointer + " must equal the record's key \""
                            + SafeText.of(new String(recordKey, StandardCharsets.UTF_8), 80) + "\": got \""
                            + SafeText.of(keyText.toString(), 80) + "\"");
        }
        return new String(recordKey, StandardCharsets.UTF_8);
    }
}
