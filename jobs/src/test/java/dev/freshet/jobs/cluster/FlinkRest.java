package dev.freshet.jobs.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a JobManager says of itself and its jobs; every answer may be missing while it starts. */
public final class FlinkRest {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;

    /** @param address {@code host:port} */
    FlinkRest(String address) {
        this.address = address;
    }

    /** Slots that TaskManagers have registered, 0 while nobody answers. */
    public int slots() {
        return get("/overview")
                .map(overview -> overview.path("slots-total").asInt())
                .orElse(0);
    }

    /** TaskManagers that are not taken for dead, -1 while nobody answers. */
    public int taskManagers() {
        return get("/overview")
                .map(overview -> overview.path("taskmanagers").asInt())
                .orElse(-1);
    }

    /**
     * Checkpoints of a job since it was submitted.
     *
     * @param what {@code completed}, {@code failed} or {@code in_progress}
     */
    public int checkpoints(String job, String what) {
        return get("/jobs/" + job + "/checkpoints")
                .map(all -> all.path("counts").path(what).asInt())
                .orElse(0);
    }

    /** How often the job was started anew after a failure since it was submitted. */
    public int restarts(String job) {
        return get("/jobs/" + job + "/metrics?get=numRestarts")
                .map(all -> all.path(0).path("value").asInt())
                .orElse(0);
    }

    /** RUNNING, RESTARTING, FAILED and so on; empty for a job that is not known. */
    public String state(String job) {
        return get("/jobs/" + job)
                .map(status -> status.path("state").asString())
                .orElse("");
    }

    /** Whether the job and each of its tasks run. */
    public boolean runs(String job) {
        Optional<JsonNode> status = get("/jobs/" + job);
        return status.isPresent()
                && status.get().path("state").asString().equals("RUNNING")
                && StreamSupport.stream(status.get().path("vertices").spliterator(), false)
                        .allMatch(vertex -> vertex.path("status").asString().equals("RUNNING"));
    }

    /** The stack trace that the job failed with last, or nothing. */
    public String failure(String job) {
        return get("/jobs/" + job + "/exceptions")
                .map(all -> all.path("exceptionHistory")
                        .path("entries")
                        .path(0)
                        .path("stacktrace")
                        .asString(""))
                .orElse("");
    }

    private Optional<JsonNode> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + path))
                .timeout(ANSWER_WITHIN)
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200
                    ? Optional.of(JsonMapper.shared().readTree(answer.body()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
