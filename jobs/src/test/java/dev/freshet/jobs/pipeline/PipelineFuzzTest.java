package dev.freshet.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of any kind is a pipeline or a list of problems, never another exception. */
class PipelineFuzzTest {
    private static final int MUTANTS = 7_500;
    private static final String ALPHABET = "{}[]:,-#&*!|>'\"%@`?~$ \n\t\r\0.0123456789eE+_axy\u0085\uFEFF\uD800é";
    private static final List<String> WORDS = List.of(
            "name",
            "task",
            "classes",
            "regression",
            "features",
            "numeric",
            "category",
            "hash",
            "model",
            "network",
            "dense",
            "softmax",
            "sigmoid",
            "adam",
            "sgd",
            "rate",
            "batch",
            "size",
            "max-age",
            "drift",
            "adwin",
            "none",
            "window",
            "events",
            "kafka",
            "topics",
            "true",
            "null",
            "1e999",
            "-1",
            "0",
            ".nan",
            "1e-400",
            "99999999999999999999",
            "10s",
            "999999999d",
            "${X}",
            "${BROKER}",
            "$${",
            "[]",
            "{}",
            "*a",
            "&a ",
            "!!str ",
            "? ",
            "<<",
            "\n  ",
            ": ",
            "\"",
            "''");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noMutationOfASampleEscapesAsAnotherException(long seed) {
        Random random = new Random(seed);
        List<String> samples = List.of(Sample.SMALL, Sample.full(), Sample.regression(), Sample.flights());
        int accepted = 0;
        for (int i = 0; i < MUTANTS; i++) {
            String mutant = mutate(samples.get(random.nextInt(samples.size())), random);
            accepted += isAccepted(mutant, "mutant " + i + " of seed " + seed) ? 1 : 0;
        }

        assertThat(accepted).isBetween(MUTANTS / 100, MUTANTS * 9 / 10);
    }

    @Test
    void noTextAtAllEscapesAsAnotherException() {
        Random random = new Random(4);
        for (int i = 0; i < MUTANTS; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(40); j > 0; j--) {
                text.append(piece(random));
            }
            isAccepted(text.toString(), "text " + i);
        }
    }

    private static boolean isAccepted(String yaml, String what) {
        try {
            Pipeline pipeline = Sample.parse(yaml);
            pipeline.describe();
            return true;
        } catch (PipelineException e) {
            assertThat(e.problems()).isNotEmpty();
            return false;
        } catch (RuntimeException | StackOverflowError e) {
            return fail(what + " threw " + e + ":\n" + yaml, e);
        }
    }

    private static String mutate(String text, Random random) {
        StringBuilder mutant = new StringBuilder(text);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(mutant.length());
            int to = Math.min(mutant.length(), at + 1 + random.nextInt(8));
            switch (random.nextInt(5)) {
                case 0 -> mutant.delete(at, to);
                case 1 -> mutant.insert(at, piece(random));
                case 2 -> mutant.replace(at, to, piece(random));
                case 3 -> mutant.insert(at, mutant.substring(at, to));
                default -> replaceWord(mutant, at, random);
            }
        }
        return mutant.toString();
    }

    private static void replaceWord(StringBuilder text, int at, Random random) {
        int from = at;
        int to = at;
        while (from > 0 && isWord(text.charAt(from - 1))) {
            from--;
        }
        while (to < text.length() && isWord(text.charAt(to))) {
            to++;
        }
        text.replace(from, to, WORDS.get(random.nextInt(WORDS.size())));
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '.';
    }

    private static String piece(Random random) {
        return random.nextBoolean()
                ? WORDS.get(random.nextInt(WORDS.size()))
                : String.valueOf(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
}
