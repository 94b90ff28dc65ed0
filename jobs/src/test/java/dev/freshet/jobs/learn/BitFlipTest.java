package dev.freshet.jobs.learn;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.wire.Decoded;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One flipped bit of what a savepoint holds of a learner: the job refuses it, and never goes on with another model. */
class BitFlipTest {
    private static final int CASES = 24;
    private static final int FLIPS = 6;

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aFlippedBitOfALearnersBytesIsRefusedBeforeItIsLearnedFrom(Backend backend) {
        Seeds.each(backend.cases(CASES), random -> {
            Scenario scenario = withoutRules(Scenario.of(random.nextLong()));
            SimulatedTasks.Savepoint savepoint = savepoint(scenario, backend);
            byte[] bytes = bytes(savepoint);
            List<Integer> learners = learners(bytes);
            for (int i = 0; i < FLIPS && !learners.isEmpty(); i++) {
                int at = learners.get(random.nextInt(learners.size()));
                int bit = 8 * at + random.nextInt(8 * length(bytes, at));
                flip(bytes, bit);
                assertThat(refusal(scenario, backend, savepoint))
                        .as("bit " + bit)
                        .contains("snapshot ");
                flip(bytes, bit);
            }
            assertThat(refusal(scenario, backend, savepoint))
                    .as("without a flip")
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aLearnerUnderAnotherKeysNameIsRefused(Backend backend) {
        Seeds.each(backend.cases(CASES), random -> {
            Scenario scenario = withoutRules(Scenario.of(random.nextLong()));
            SimulatedTasks.Savepoint savepoint = savepoint(scenario, backend);
            byte[] bytes = bytes(savepoint);
            List<Integer> learners = learners(bytes);
            if (!learners.isEmpty()) {
                int name = lastIndexOf(bytes, "key-".getBytes(US_ASCII), learners.get(0));
                flip(bytes, 8 * name + random.nextInt(8));
                assertThat(refusal(scenario, backend, savepoint))
                        .as("name at " + name)
                        .isNotEmpty();
            }
        });
    }

    private static Scenario withoutRules(Scenario scenario) {
        return new Scenario(
                scenario.spec(),
                EventRules.NONE,
                PublishRules.AT_END,
                scenario.partitions(),
                Extras.none(scenario.spec()));
    }

    /** After two thirds of each partition. */
    private static SimulatedTasks.Savepoint savepoint(Scenario scenario, Backend backend) throws Exception {
        try (SimulatedTasks tasks = new SimulatedTasks(scenario, backend, 4, 1, new SimulatedTopics())) {
            tasks.open(null);
            for (List<Decoded> partition : scenario.partitions()) {
                for (Decoded decoded : partition.subList(0, 2 * partition.size() / 3)) {
                    tasks.process(decoded);
                }
            }
            tasks.barrier(1);
            return tasks.write(1);
        }
    }

    /** Why the job that goes on from there ends; empty if it comes to its end. */
    private static String refusal(Scenario scenario, Backend backend, SimulatedTasks.Savepoint savepoint) {
        try (SimulatedTasks tasks = new SimulatedTasks(scenario, backend, 4, 1, new SimulatedTopics())) {
            tasks.open(savepoint);
            for (List<Decoded> partition : scenario.partitions()) {
                for (Decoded decoded : partition.subList(2 * partition.size() / 3, partition.size())) {
                    tasks.process(decoded);
                }
            }
            tasks.finish();
            return "";
        } catch (Exception e) {
            StringBuilder reasons = new StringBuilder();
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                reasons.append(cause.getMessage()).append('\n');
            }
            return reasons.toString();
        }
    }

    /** Shared with the savepoint. */
    private static byte[] bytes(SimulatedTasks.Savepoint savepoint) {
        OperatorSubtaskState state = savepoint.state();
        for (KeyedStateHandle handle : state.getManagedKeyedState()) {
            if (handle instanceof KeyGroupsStateHandle groups
                    && groups.getDelegateStateHandle() instanceof ByteStreamStateHandle stream) {
                return stream.getData();
            }
        }
        return new byte[0];
    }

    /** Where each begins; its length stands in the four bytes before. */
    private static List<Integer> learners(byte[] bytes) {
        List<Integer> all = new ArrayList<>();
        for (int at = Integer.BYTES; at < bytes.length - 3; at++) {
            if (bytes[at] == 'F' && bytes[at + 1] == 'R' && bytes[at + 2] == 'S' && bytes[at + 3] == 'H') {
                all.add(at);
            }
        }
        return all;
    }

    private static int length(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).getInt(at - Integer.BYTES);
    }

    private static int lastIndexOf(byte[] bytes, byte[] word, int before) {
        for (int at = before - word.length; at >= 0; at--) {
            if (Arrays.equals(bytes, at, at + word.length, word, 0, word.length)) {
                return at;
            }
        }
        throw new IllegalStateException("no name before " + before);
    }

    private static void flip(byte[] bytes, int bit) {
        bytes[bit / 8] ^= (byte) (1 << (bit % 8));
    }
}
