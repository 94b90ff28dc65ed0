package dev.freshet.jobs.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.jobs.learn.Seeds;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Outbound;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordSerializersTest {
    static final Comparator<Double> BITS = Comparator.comparing(Double::doubleToRawLongBits);

    /** Any NaN is written as one. */
    private static final Comparator<Float> FLOAT_BITS = Comparator.comparing(Float::floatToIntBits);

    private static final int CASES = 500;

    /** A serializer and records for it. */
    record Subject<T>(TypeSerializer<T> serializer, Function<RandomRecords, T> records) {
        T record(SplittableRandom random) {
            return records.apply(new RandomRecords(random));
        }

        byte[] write(T record) throws IOException {
            DataOutputSerializer out = new DataOutputSerializer(1);
            serializer.serialize(record, out);
            return out.getCopyOfBuffer();
        }

        @Override
        public String toString() {
            return serializer.getClass().getSimpleName();
        }
    }

    static Stream<Subject<?>> subjects() {
        return Stream.of(
                new Subject<Decoded>(DecodedSerializer.INSTANCE, RandomRecords::decoded),
                new Subject<Outbound>(OutboundSerializer.INSTANCE, RandomRecords::outbound));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    <T> void whatIsWrittenIsReadAgain(Subject<T> subject) {
        Seeds.each(CASES, random -> {
            T record = subject.record(random);
            DataInputDeserializer in = new DataInputDeserializer(subject.write(record));

            assertThat(subject.serializer().deserialize(in))
                    .usingRecursiveComparison()
                    .withStrictTypeChecking()
                    .withComparatorForType(BITS, Double.class)
                    .withComparatorForType(FLOAT_BITS, Float.class)
                    .isEqualTo(record);
            assertThat(in.available()).isZero();
        });
    }

    @ParameterizedTest
    @MethodSource("subjects")
    <T> void recordsOneBehindTheOtherAreReadAndCopiedOneByOne(Subject<T> subject) {
        Seeds.each(CASES, random -> {
            byte[] first = subject.write(subject.record(random));
            byte[] second = subject.write(subject.record(random));
            DataOutputSerializer both = new DataOutputSerializer(1);
            both.write(first);
            both.write(second);
            DataInputDeserializer in = new DataInputDeserializer(both.getCopyOfBuffer());
            DataOutputSerializer out = new DataOutputSerializer(1);

            subject.serializer().copy(in, out);

            assertThat(out.getCopyOfBuffer()).isEqualTo(first);
            T reuse = subject.serializer().createInstance();
            assertThat(subject.write(subject.serializer().deserialize(reuse, in)))
                    .isEqualTo(second);
        });
    }

    @ParameterizedTest
    @MethodSource("subjects")
    <T> void aRecordThatIsCutOffIsNeverReadAsAnother(Subject<T> subject) {
        Seeds.each(20, random -> {
            byte[] bytes = subject.write(subject.record(random));
            int end = random.nextInt(bytes.length);

            assertThatThrownBy(() ->
                            subject.serializer().deserialize(new DataInputDeserializer(Arrays.copyOf(bytes, end))))
                    .isInstanceOf(EOFException.class);
        });
    }

    @ParameterizedTest
    @MethodSource("subjects")
    <T> void nobodyChangesARecordSoACopyIsTheRecordItself(Subject<T> subject) {
        T record = subject.record(new SplittableRandom(1));

        assertThat(subject.serializer().isImmutableType()).isTrue();
        assertThat(subject.serializer().copy(record)).isSameAs(record);
        assertThat(subject.serializer().copy(record, subject.serializer().createInstance()))
                .isSameAs(record);
        assertThat(subject.serializer().getLength()).isEqualTo(-1);
    }

    @ParameterizedTest
    @MethodSource("subjects")
    <T> void aSnapshotOfTheSerializerBringsItBack(Subject<T> subject) throws Exception {
        DataOutputSerializer out = new DataOutputSerializer(1);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, subject.serializer().snapshotConfiguration());
        TypeSerializerSnapshot<T> read = TypeSerializerSnapshot.readVersionedSnapshot(
                new DataInputDeserializer(out.getCopyOfBuffer()), getClass().getClassLoader());

        assertThat(read.restoreSerializer()).isEqualTo(subject.serializer());
        assertThat(subject.serializer()
                        .snapshotConfiguration()
                        .resolveSchemaCompatibility(read)
                        .isCompatibleAsIs())
                .isTrue();
        assertThat(InstantiationUtil.clone(subject.serializer())).isEqualTo(subject.serializer());
    }

    @Test
    void aByteThatTellsNeitherAnEventNorARejectionIsRefused() {
        assertThatThrownBy(() -> DecodedSerializer.INSTANCE.deserialize(new DataInputDeserializer(new byte[] {60})))
                .hasMessage("decoded record must begin with 1 to 7, 20 or 21: got 60");
    }

    @Test
    void aTypeIsItsClassAndMakesItsSerializer() throws Exception {
        assertThat(RecordTypeInfo.DECODED.createSerializer(new SerializerConfigImpl()))
                .isEqualTo(DecodedSerializer.INSTANCE);
        assertThat(RecordTypeInfo.OUTBOUND.createSerializer(new SerializerConfigImpl()))
                .isEqualTo(OutboundSerializer.INSTANCE);
        assertThat(InstantiationUtil.clone(RecordTypeInfo.DECODED))
                .isEqualTo(RecordTypeInfo.DECODED)
                .hasSameHashCodeAs(RecordTypeInfo.DECODED)
                .isNotEqualTo(RecordTypeInfo.OUTBOUND)
                .hasToString("Decoded");
        assertThat(RecordTypeInfo.DECODED.isKeyType()).isFalse();
    }
}
