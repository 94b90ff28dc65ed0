package dev.freshet.jobs.verify;

import dev.freshet.jobs.learn.EventIdentity;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Event;
import dev.freshet.wire.JsonEventDecoder;
import dev.freshet.wire.RawRecord;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Tells a duplicate, which is dropped, from a loss: a duplicate's id and content were answered before it. Looks at the events
 * twice, so that it keeps a number per record without an answer and none of the others.
 */
final class Unanswered {
    private final JsonEventDecoder decoder;
    private final Set<Long> wanted = new HashSet<>();
    private final Set<Long> answered = new HashSet<>();
    private long duplicates;

    Unanswered(JsonEventDecoder decoder) {
        this.decoder = decoder;
    }

    /** The first time: a record that has no answer. */
    void add(RawRecord record) {
        identity(record).ifPresent(wanted::add);
    }

    boolean none() {
        return wanted.isEmpty();
    }

    /** The second time: a record that was predicted. */
    void predicted(RawRecord record) {
        identity(record).ifPresent(each -> {
            if (wanted.contains(each)) {
                answered.add(each);
            }
        });
    }

    /** The second time: whether a record that has no answer is a duplicate. */
    boolean isDuplicate(RawRecord record) {
        OptionalLong identity = identity(record);
        boolean duplicate = identity.isPresent() && answered.contains(identity.getAsLong());
        duplicates += duplicate ? 1 : 0;
        return duplicate;
    }

    long duplicates() {
        return duplicates;
    }

    private OptionalLong identity(RawRecord record) {
        Decoded decoded = decoder.decode(record);
        return decoded instanceof Event event ? OptionalLong.of(EventIdentity.of(event)) : OptionalLong.empty();
    }
}
