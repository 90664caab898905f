package dev.varve.tools.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.log.Bytes;
import java.net.http.HttpHeaders;
import java.util.Optional;

/// What the server answered where it did as asked.
public record Answer(int status, HttpHeaders headers, Bytes body) {
    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /// The body, which must be a JSON object.
    public JsonNode json() {
        return Json.object(body)
                .orElseThrow(() ->
                        new Unreachable(
                                "the answer is not JSON: is this the API of a Varve server?",
                                null));
    }
}
