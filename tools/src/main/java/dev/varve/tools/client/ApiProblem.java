package dev.varve.tools.client;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// The server refused. Its words, as RFC 9457 has them, on one line.
public final class ApiProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 1000;

    private final int status;
    private final String code;

    private ApiProblem(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /// @param body may be of somebody on the way who knows nothing of problems
    static ApiProblem of(int status, Answer body) {
        JsonNode told = Json.object(body.body()).orElse(Json.NOTHING);
        String detail = told.path("detail").asText(told.path("title").asText(""));
        String code = told.path("code").asText("");
        if (detail.isEmpty()) {
            detail = inGeneral(status);
        }
        StringBuilder line = new StringBuilder(detail);
        if (told.path("hint").isTextual()) {
            line.append(" Hint: ").append(told.path("hint").asText());
        }
        line.append(" (").append(code.isEmpty() ? "status " + status : code);
        @Nullable String request = request(told, body);
        line.append(request == null ? ")" : ", request " + request + ")");
        String all = Printable.of(line.toString());
        return new ApiProblem(
                status, code, all.length() > LONGEST ? all.substring(0, LONGEST) + "…" : all);
    }

    /// Answers to HEAD say no more.
    private static String inGeneral(int status) {
        return switch (status) {
            case 401 -> "the server does not know this key";
            case 403 -> "this key may not do that";
            case 404 -> "there is no such thing";
            case 412 -> "what is there is not what was expected";
            default -> "the server answered " + status + " and did not say why";
        };
    }

    private static @Nullable String request(JsonNode told, Answer body) {
        return told.path("request_id").isTextual()
                ? told.path("request_id").asText()
                : body.header("x-request-id").orElse(null);
    }

    public int status() {
        return status;
    }

    /// Stable, for programs; empty where the answer had none.
    public String code() {
        return code;
    }
}
