package dev.freshet.jobs.learn;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.CheckpointProperties;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;

/** One operator's state as the {@code _metadata} of a savepoint, with the states' bytes in it. */
public final class SavepointFile {
    private SavepointFile() {}

    /** The operators of a job by uid, each with the names of its states that are ours. */
    public static Map<String, List<String>> operators() throws IOException {
        Map<String, List<String>> operators = new TreeMap<>();
        try (InputStream in = Objects.requireNonNull(SavepointFile.class.getResourceAsStream("operators.txt"))) {
            for (String line : new String(in.readAllBytes(), US_ASCII).lines().toList()) {
                String[] parts = line.split(" = ?", -1);
                operators.put(
                        parts[0].strip(),
                        parts[1].isBlank()
                                ? List.of()
                                : List.of(parts[1].strip().split(", ", -1)));
            }
        }
        return operators;
    }

    static byte[] write(String uid, OperatorSubtaskState state) throws IOException {
        OperatorState operator = new OperatorState(uid, uid, new OperatorID(0, 1), 1, Subtasks.KEY_GROUPS);
        operator.putState(0, state);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            Checkpoints.storeCheckpointMetadata(
                    new CheckpointMetadata(
                            1,
                            List.of(operator),
                            List.of(),
                            CheckpointProperties.forSavepoint(false, SavepointFormatType.CANONICAL)),
                    out);
        }
        return bytes.toByteArray();
    }

    static OperatorSubtaskState read(byte[] metadata) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(metadata))) {
            CheckpointMetadata savepoint =
                    Checkpoints.loadCheckpointMetadata(in, SavepointFile.class.getClassLoader(), "golden");
            OperatorState operator = savepoint.getOperatorStates().iterator().next();
            return Objects.requireNonNull(operator.getState(0));
        }
    }

    /** Names of the keyed states. */
    public static SortedSet<String> stateNames(OperatorSubtaskState state) throws IOException {
        SortedSet<String> names = new TreeSet<>();
        for (KeyedStateHandle handle : state.getManagedKeyedState()) {
            try (InputStream in = ((KeyGroupsStateHandle) handle).openInputStream()) {
                KeyedBackendSerializationProxy<String> header =
                        new KeyedBackendSerializationProxy<>(SavepointFile.class.getClassLoader());
                header.read(new DataInputViewStreamWrapper(in));
                header.getStateMetaInfoSnapshots().forEach(meta -> names.add(meta.getName()));
            }
        }
        for (OperatorStateHandle handle : state.getManagedOperatorState()) {
            names.addAll(handle.getStateNameToPartitionOffsets().keySet());
        }
        return names;
    }
}
