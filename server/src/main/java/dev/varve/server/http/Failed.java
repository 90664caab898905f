package dev.varve.server.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A request that is refused; caught in one place per surface and told to the client. Nothing
/// changed because of it.
public final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient Map<String, String> details = new LinkedHashMap<>();
    private final transient Headers headers = new Headers();

    public Failed(ErrorCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    public String text() {
        return String.valueOf(getMessage());
    }

    /// One more element of the error document, such as `Region`.
    public Failed detail(String name, String value) {
        details.put(name, value);
        return this;
    }

    /// One more header of the answer, such as `x-amz-delete-marker`.
    public Failed header(String name, String value) {
        headers.set(name, value);
        return this;
    }

    public Map<String, String> details() {
        return Collections.unmodifiableMap(details);
    }

    public Headers headers() {
        return headers;
    }
}
