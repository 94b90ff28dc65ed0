package dev.freshet.dashboards.http;

import dev.freshet.dashboards.store.Json;
import dev.freshet.wire.SafeText;

/**
 * A request that gets no answer but the reason.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457, problem details</a>
 */
final class HttpProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String title;

    /** @param detail for people: what is allowed and what was found, cut and escaped here */
    HttpProblem(int status, String title, String detail) {
        super(SafeText.of(detail, 300), null, false, false);
        this.status = status;
        this.title = title;
    }

    static HttpProblem badRequest(String detail) {
        return new HttpProblem(400, "Bad request", detail);
    }

    static HttpProblem notFound() {
        return new HttpProblem(404, "Not found", "nothing is served under this path");
    }

    int status() {
        return status;
    }

    byte[] body() {
        return Json.object(json -> json.text("type", "about:blank")
                .text("title", title)
                .number("status", status)
                .text("detail", getMessage()));
    }
}
