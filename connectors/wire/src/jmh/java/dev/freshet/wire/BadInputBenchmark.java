package dev.freshet.wire;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long the costliest bad input of a row holds a decoder up; none may take more than 50 ms. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BadInputBenchmark {
    @Param({"7", "11", "12", "13", "14", "15", "16", "17", "18", "30"})
    private int row;

    private List<RawRecord> records;
    private JsonEventDecoder decoder;

    @Setup
    public void draw() {
        decoder = Decoding.decoder();
        records = BadEvents.rows1To30(Decoding.KEY, Decoding.VALID, "key", "y", "a", false).stream()
                .filter(bad -> bad.row() == row)
                .map(bad -> bad.at("events", 0, 0, Decoding.TIME))
                .toList();
        if (records.isEmpty()) {
            throw new IllegalStateException("row " + row + " has no bad input");
        }
        long most = 0;
        RawRecord costliest = records.get(0);
        for (RawRecord record : records) {
            long began = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                decoder.decode(record);
            }
            long took = System.nanoTime() - began;
            if (took > most) {
                most = took;
                costliest = record;
            }
        }
        records = List.of(costliest);
    }

    @Benchmark
    public Decoded refused() {
        return decoder.decode(records.get(0));
    }
}
