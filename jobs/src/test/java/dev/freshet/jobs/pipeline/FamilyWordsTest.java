package dev.freshet.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.DriftPolicy;
import dev.freshet.model.DriftResponse;
import dev.freshet.model.Layer;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.SpecBuilder;
import dev.freshet.model.Task;
import dev.freshet.model.drift.Adwin;
import dev.freshet.model.drift.DistributionTest;
import dev.freshet.model.drift.DriftDetector;
import dev.freshet.model.drift.FeatureDrift;
import dev.freshet.model.encode.DateTimeParts;
import dev.freshet.model.encode.Encoder;
import dev.freshet.model.encode.Imputation;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.PreparedNumbers;
import dev.freshet.model.encode.Range;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.encode.SparseInput;
import dev.freshet.model.encode.TimePart;
import dev.freshet.model.loss.ClassWeighted;
import dev.freshet.model.loss.Loss;
import dev.freshet.model.optim.Chain;
import dev.freshet.model.optim.GradientTransform;
import dev.freshet.model.optim.Optimizers;
import dev.freshet.model.optim.Schedule;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Every rule of every sealed family has its words, and the schema tells of each just the settings and defaults that it has. */
class FamilyWordsTest {
    private static final long SEED = 20261124;

    /** A family, its words, the rules that have another form in a file, and where the schema lists it. */
    static Stream<Arguments> families() {
        return Stream.of(
                Arguments.of(DriftDetector.class, Vocabulary.DETECTORS, Set.of(), "/$defs/detector"),
                Arguments.of(
                        DistributionTest.class,
                        Vocabulary.TESTS,
                        Set.of(),
                        "/properties/drift/properties/features/properties/test"),
                Arguments.of(
                        DriftResponse.class, Vocabulary.RESPONSES, Set.of(), "/properties/drift/properties/on-drift"),
                Arguments.of(
                        Loss.class,
                        Vocabulary.LOSSES,
                        Set.of(ClassWeighted.class),
                        "/properties/model/properties/loss"),
                Arguments.of(
                        Imputation.class,
                        Vocabulary.IMPUTATIONS,
                        Set.of(),
                        "/properties/features/items/properties/missing"),
                Arguments.of(Schedule.class, Vocabulary.SCHEDULES, Set.of(), "/$defs/schedule"),
                Arguments.of(GradientTransform.class, Vocabulary.LINKS, Set.of(Chain.class), "/$defs/chain/items"));
    }

    @ParameterizedTest
    @MethodSource("families")
    void everyRuleOfAFamilyHasAWord(Class<?> family, RuleWords<?> words, Set<Class<?>> otherwise) {
        Set<Class<?>> named = new LinkedHashSet<>(otherwise);
        words.words().forEach(word -> named.add(words.defaults(word).getClass()));

        assertThat(named).containsExactlyInAnyOrder(family.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("families")
    void theSchemaListsEachWordWithTheSettingsOfItsRule(
            Class<?> family, RuleWords<?> words, Set<Class<?>> otherwise, String place) {
        JsonNode rules = PipelineSchema.document().at(place).path("properties");
        assertThat(rules.propertyNames()).as(family.getSimpleName()).containsAll(words.words());
        for (String word : words.words()) {
            Set<String> settings = new TreeSet<>();
            for (RecordComponent component : words.defaults(word).getClass().getRecordComponents()) {
                settings.add(RecordSettings.key(component));
            }
            Set<String> listed =
                    new TreeSet<>(rules.path(word).path("properties").propertyNames());
            listed.remove("class-weights");
            assertThat(listed).as(word).isEqualTo(settings);
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void theDefaultsThatTheSchemaTellsAreThoseThatARuleHas(
            Class<?> family, RuleWords<?> words, Set<Class<?>> otherwise, String place) {
        for (String word : words.words()) {
            JsonNode rule = PipelineSchema.document().at(place + "/properties/" + word);
            Map<String, String> settings = RecordSettings.write(words.defaults(word));
            for (String key : rule.path("properties").propertyNames()) {
                JsonNode value = rule.path("properties").path(key).path("default");
                if (value.isNumber()) {
                    assertThat(Double.parseDouble(settings.get(key)))
                            .as(word + "." + key)
                            .isEqualTo(value.asDouble());
                } else if (!value.isMissingNode()) {
                    assertThat(settings.get(key)).as(word + "." + key).isEqualTo(value.asString());
                }
            }
        }
    }

    /** One that has none would throw; one whose words say another would not be equal. */
    @ParameterizedTest
    @MethodSource("families")
    void everyRuleOfAFamilySurvivesTheWayThroughAFile(Class<?> family, RuleWords<?> words) {
        RandomRules rules = new RandomRules(new Random(SEED));
        for (String word : words.words()) {
            for (int i = 0; i < 20; i++) {
                Object rule = rules.changed(words.defaults(word));
                LearnerSpec spec = holding(rule);
                if (spec != null) {
                    String yaml = PipelineWriter.write("p", spec);

                    assertThat(PipelineFile.parse("p", yaml, Map.of()).learner())
                            .as(yaml)
                            .isEqualTo(spec);
                }
            }
        }
    }

    /** The families that are written by hand: a new rule must come out of the random pipelines, which all are read back. */
    @ParameterizedTest
    @ValueSource(classes = {Encoder.class, Layer.class, Task.class})
    void everyRuleWrittenByHandStandsInARandomPipeline(Class<?> family) {
        Set<Class<?>> found = new LinkedHashSet<>(Set.of(SparseInput.class));
        RandomPipelines pipelines = new RandomPipelines(SEED);
        for (int i = 0; i < 500; i++) {
            LearnerSpec learner = pipelines.learner();
            found.add(learner.task().getClass());
            learner.network().layers().forEach(layer -> found.add(layer.getClass()));
            learner.features().encoders().forEach(encoder -> found.add(encoder.getClass()));
        }

        assertThat(found).contains(family.getPermittedSubclasses());
    }

    @Test
    void theSparsePartAndTheEventsOwnTimeSurviveTheWayThroughAFile() {
        SpecBuilder small = Sample.parse(Sample.SMALL).learner().toBuilder();
        LearnerSpec spec = small.features(
                        new SparseInput(1000),
                        new DateTimeParts(
                                null, List.of(TimePart.DAY_OF_WEEK, TimePart.HOUR_OF_DAY), true, "Europe/Paris"))
                .build();

        assertThat(PipelineFile.parse("p", PipelineWriter.write("p", spec), Map.of())
                        .learner())
                .isEqualTo(spec);
    }

    private static @Nullable LearnerSpec holding(Object rule) {
        SpecBuilder spec = Sample.parse(Sample.SMALL).learner().toBuilder();
        if (rule instanceof DriftDetector detector) {
            return spec.drift(DriftPolicy.watch(detector).warn(detector)).build();
        }
        if (rule instanceof DriftResponse response) {
            return spec.drift(DriftPolicy.DEFAULT.warn(new Adwin()).respond(response))
                    .build();
        }
        if (rule instanceof Schedule schedule) {
            return spec.optimizer(Optimizers.descend(schedule)).build();
        }
        if (rule instanceof GradientTransform link) {
            return spec.optimizer(new Chain(List.of(link))).build();
        }
        if (rule instanceof Imputation missing) {
            Numbers numbers = new Numbers(List.of("x"), Scaling.STANDARD);
            return spec.features(new PreparedNumbers(numbers, Range.ALL, missing, true, Range.ALL))
                    .build();
        }
        if (rule instanceof DistributionTest test) {
            return spec.drift(DriftPolicy.NONE.watchFeatures(new FeatureDrift(test)))
                    .build();
        }
        return rule instanceof Loss loss ? new RandomPipelines(SEED).learner(loss) : null;
    }
}
