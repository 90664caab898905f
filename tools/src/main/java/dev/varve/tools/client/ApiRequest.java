package dev.varve.tools.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.log.Bytes;
import dev.varve.server.http.Percent;
import dev.varve.tools.s3.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A request to the API, before anybody says as whom.
///
/// @param path encoded as it is sent
/// @param body of GET, HEAD and DELETE is empty
public record ApiRequest(
        String method,
        String path,
        List<Field> query,
        List<Field> headers,
        Content body,
        Repeat repeat) {
    public ApiRequest {
        query = List.copyOf(query);
        headers = List.copyOf(headers);
    }

    public static ApiRequest get(String... path) {
        return of("GET", path).repeat(Repeat.ALWAYS);
    }

    /// One that changes something.
    ///
    /// @param path names below `/v1`, not encoded
    public static ApiRequest of(String method, String... path) {
        StringBuilder encoded = new StringBuilder("/v1");
        for (String name : path) {
            encoded.append('/').append(Percent.encode(name));
        }
        return new ApiRequest(
                method, encoded.toString(), List.of(), List.of(), Content.NONE, Repeat.IF_NOT_DONE);
    }

    /// Appends a key, which is the rest of the path.
    public ApiRequest key(String key) {
        return new ApiRequest(
                method, path + "/" + Percent.encodePath(key), query, headers, body, repeat);
    }

    public ApiRequest query(String name, String value) {
        return new ApiRequest(
                method, path, plus(query, new Field(name, value)), headers, body, repeat);
    }

    public ApiRequest query(String name, Optional<String> value) {
        return value.map(text -> query(name, text)).orElse(this);
    }

    public ApiRequest header(String name, String value) {
        return new ApiRequest(
                method, path, query, plus(headers, new Field(name, value)), body, repeat);
    }

    public ApiRequest json(JsonNode value) {
        return header("content-type", Json.TYPE)
                .body(new Content.Whole(Bytes.of(Json.bytes(value))));
    }

    public ApiRequest body(Content payload) {
        Repeat allowed = payload instanceof Content.Stream ? Repeat.NEVER : repeat;
        return new ApiRequest(method, path, query, headers, payload, allowed);
    }

    public ApiRequest repeat(Repeat when) {
        return new ApiRequest(method, path, query, headers, body, when);
    }

    private static List<Field> plus(List<Field> fields, Field one) {
        List<Field> all = new ArrayList<>(fields);
        all.add(one);
        return all;
    }

    /// For messages.
    @Override
    public String toString() {
        return method + " " + path;
    }
}
