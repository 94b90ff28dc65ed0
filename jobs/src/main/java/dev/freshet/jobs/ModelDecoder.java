package dev.freshet.jobs;

import dev.freshet.kafka.RecordDecoder;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.ModelRecord;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.RejectionCode;
import java.nio.charset.StandardCharsets;

/** Reads the key of a models topic's record; its snapshot is looked at where the key's model is. */
final class ModelDecoder implements RecordDecoder {
    private static final long serialVersionUID = 1L;

    @Override
    public Decoded decode(RawRecord raw) {
        byte[] key = raw.key();
        return key == null
                ? new Rejection(
                        RejectionCode.KEY_MISSING,
                        null,
                        "a model must have its key as its record's: got none at partition " + raw.partition()
                                + ", offset " + raw.offset(),
                        raw)
                : new ModelRecord(new String(key, StandardCharsets.UTF_8), raw);
    }
}
