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
final class FlinkRest {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;

    /** @param address {@code host:port} */
    FlinkRest(String address) {
        this.address = address;
    }

    /** Slots that TaskManagers have registered, 0 while nobody answers. */
    int slots() {
        return get("/overview")
                .map(overview -> overview.path("slots-total").asInt())
                .orElse(0);
    }

    /** RUNNING, RESTARTING, FAILED and so on; empty for a job that is not known. */
    String state(String job) {
        return get("/jobs/" + job)
                .map(status -> status.path("state").asString())
                .orElse("");
    }

    /** Whether the job and each of its tasks run. */
    boolean runs(String job) {
        Optional<JsonNode> status = get("/jobs/" + job);
        return status.isPresent()
                && status.get().path("state").asString().equals("RUNNING")
                && StreamSupport.stream(status.get().path("vertices").spliterator(), false)
                        .allMatch(vertex -> vertex.path("status").asString().equals("RUNNING"));
    }

    /** The stack trace that the job failed with last, or nothing. */
    String failure(String job) {
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
