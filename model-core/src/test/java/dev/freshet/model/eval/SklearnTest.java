package dev.freshet.model.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every metric in every view beside scikit-learn 1.9.1: {@code src/test/oracle/sklearn_metrics.py} wrote the file. */
class SklearnTest {

    private record Expected(View view, String metric, double value) {}

    private record Stream(Evaluation evaluation, List<double[]> events, List<Expected> expected) {}

    static List<Integer> places() {
        return IntStream.range(0, 6).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("places")
    void everyMetricIsWhatScikitLearnFinds(int place) throws IOException {
        Stream stream = streams().get(place);
        Evaluation evaluation = stream.evaluation;
        double[][] state = evaluation.init();
        for (double[] event : stream.events) {
            float[] prediction = new float[event.length - 1];
            for (int k = 0; k < prediction.length; k++) {
                prediction[k] = (float) event[k + 1];
            }
            evaluation.update(state, prediction, 0, event[0]);
        }
        for (Expected each : stream.expected) {
            assertThat(evaluation.value(state, each.metric, each.view))
                    .as("%s %s", each.view, each.metric)
                    .isEqualTo(each.value, within(1e-9 * Math.max(1, Math.abs(each.value))));
        }
    }

    @Test
    void noMetricIsLeftOut() throws IOException {
        for (Stream stream : streams()) {
            for (View view : View.values()) {
                TreeSet<String> names = new TreeSet<>(stream.evaluation.metrics());
                if (view != View.WINDOW) {
                    names.remove("auc");
                }
                assertThat(stream.expected)
                        .filteredOn(each -> each.view == view)
                        .extracting(Expected::metric)
                        .containsExactlyInAnyOrderElementsOf(names);
            }
        }
    }

    private static List<Stream> streams() throws IOException {
        List<Stream> streams = new ArrayList<>();
        var in = Objects.requireNonNull(SklearnTest.class.getResourceAsStream("sklearn.txt"));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", -1);
                if (words[0].equals("stream")) {
                    streams.add(stream(words));
                } else if (Character.isUpperCase(line.charAt(0))) {
                    streams.get(streams.size() - 1)
                            .expected
                            .add(new Expected(View.valueOf(words[0]), words[1], Double.parseDouble(words[2])));
                } else {
                    double[] numbers = new double[words.length];
                    for (int i = 0; i < words.length; i++) {
                        numbers[i] = Double.parseDouble(words[i]);
                    }
                    streams.get(streams.size() - 1).events.add(numbers);
                }
            }
        }
        return streams;
    }

    private static Stream stream(String[] words) {
        int classes = Integer.parseInt(words[1]);
        Views views = new Views(Integer.parseInt(words[2]), Double.parseDouble(words[3]));
        Evaluation evaluation = classes == 1 ? Evaluation.regression(views) : Evaluation.classification(classes, views);
        return new Stream(evaluation, new ArrayList<>(), new ArrayList<>());
    }
}
