package dev.freshet.jobs.pipeline;

import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Prior;
import dev.freshet.model.SnapshotCodec;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** Where keys begin: a file that {@code freshet prior} made, and the fingerprint that names what must be in it. */
public final class PriorSettings implements Serializable {
    private static final long serialVersionUID = 1L;

    /** A prior is named by its pipeline. */
    private static final int LONGEST_KEY = 1 << 10;

    private final String file;
    private final String fingerprint;
    private final double shrinkage;
    private final byte[] snapshot;

    private PriorSettings(String file, String fingerprint, double shrinkage, byte[] snapshot) {
        this.file = file;
        this.fingerprint = fingerprint;
        this.shrinkage = shrinkage;
        this.snapshot = snapshot;
    }

    /**
     * Reads the file.
     *
     * @param directory in which {@code file} is sought
     * @param fingerprint 16 hexadecimal digits
     * @throws IllegalArgumentException if it cannot be read, holds another model or damaged bytes, or does not suit
     *     {@code learner}
     */
    static PriorSettings read(Path directory, String file, String fingerprint, double shrinkage, LearnerSpec learner) {
        byte[] snapshot = bytes(directory.resolve(file), SnapshotCodec.maxBytes(learner, LONGEST_KEY));
        String found = HexFormat.of()
                .toHexDigits(Prior.of(learner, snapshot, shrinkage).fingerprint());
        if (!found.equals(fingerprint)) {
            throw new IllegalArgumentException("must name the model in " + file + ", whose fingerprint is " + found
                    + ": got " + fingerprint + "; name that, or the file that holds this one");
        }
        return new PriorSettings(file, fingerprint, shrinkage, snapshot);
    }

    private static byte[] bytes(Path file, long limit) {
        try {
            if (Files.exists(file) && (!Files.isRegularFile(file) || Files.size(file) > limit)) {
                throw new IllegalArgumentException("must name a regular file of at most " + limit
                        + " bytes, the longest snapshot of this learner: got " + file);
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    "must name a file that is there: got " + file + "; freshet prior makes one", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("must name a file that can be read: got " + file + ", " + e, e);
        }
    }

    /** As the pipeline names it. */
    public String file() {
        return file;
    }

    /** 16 hexadecimal digits. */
    public String fingerprint() {
        return fingerprint;
    }

    /** Examples at which a key's own count weighs as much as the prior; 0 for none. */
    public double shrinkage() {
        return shrinkage;
    }

    /** Bytes of {@link dev.freshet.model.SnapshotCodec}; read only. */
    public byte[] snapshot() {
        return snapshot;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PriorSettings that
                && file.equals(that.file)
                && fingerprint.equals(that.fingerprint)
                && shrinkage == that.shrinkage
                && Arrays.equals(snapshot, that.snapshot);
    }

    @Override
    public int hashCode() {
        return Objects.hash(file, fingerprint, shrinkage);
    }
}
