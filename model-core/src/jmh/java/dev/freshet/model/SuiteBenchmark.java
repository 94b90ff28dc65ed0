package dev.freshet.model;

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

/** One run of a {@link Workload} per call, for JMH's profilers: {@code -prof gc} must show no allocation. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:+UseSerialGC"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SuiteBenchmark {
    @Param({
        "lr-event observe",
        "lr-event observe, no detector",
        "lr-event observe, no metrics",
        "lr-event fit",
        "lr-event fit, matrix",
        "lr-256 observe",
        "lr-256 observe, no detector",
        "lr-256 observe, no metrics",
        "lr-256 fit",
        "lr-256 fit, matrix",
        "net-30 observe",
        "net-30 observe, no detector",
        "net-30 observe, no metrics",
        "net-30 fit",
        "net-30 fit, matrix",
        "net-784 observe",
        "net-784 observe, no detector",
        "net-784 observe, no metrics",
        "net-784 fit",
        "net-784 fit, matrix",
        "ftrl observe",
        "ftrl observe, no detector",
        "ftrl observe, no metrics",
        "ftrl fit",
        "ftrl fit by 32",
        "ftrl fit by 256",
        "gemm 32x64x784",
        "adwin"
    })
    public String name = "";

    private Workload workload;

    @Setup
    public void make() {
        workload = new Suite().workloads(name::equals).get(0);
    }

    @Benchmark
    public double run() {
        return workload.run();
    }
}
