package dev.freshet.jobs.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a JVM with the serial collector takes of the machine.
 *
 * @param heap bytes that a full collection left
 * @param metaspace bytes in use
 * @param resident bytes of memory that are its own, the heap among them
 * @param files open, sockets among them
 */
public record Vitals(String process, long heap, long metaspace, long resident, int threads, int files) {
    private static final Pattern GENERATION = Pattern.compile("generation\\s+total \\d+K, used (\\d+)K");
    private static final Pattern METASPACE = Pattern.compile("Metaspace\\s+used (\\d+)K");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern THREADS = Pattern.compile("Threads:\\s+(\\d+)");

    static Vitals of(String process, long pid) throws IOException {
        jcmd(pid, "GC.run");
        String memory = jcmd(pid, "GC.heap_info");
        Path proc = Path.of("/proc", Long.toString(pid));
        String status = Files.readString(proc.resolve("status"));
        try (Stream<Path> files = Files.list(proc.resolve("fd"))) {
            return new Vitals(
                    process,
                    sum(GENERATION, memory) << 10,
                    sum(METASPACE, memory) << 10,
                    sum(RESIDENT, status) << 10,
                    Math.toIntExact(sum(THREADS, status)),
                    Math.toIntExact(files.count()));
        }
    }

    private static long sum(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        long sum = 0;
        boolean found = false;
        while (matcher.find()) {
            sum += Long.parseLong(matcher.group(1));
            found = true;
        }
        if (!found) {
            throw new IOException("no \"" + pattern + "\" in\n" + text);
        }
        return sum;
    }

    private static String jcmd(long pid, String command) throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
