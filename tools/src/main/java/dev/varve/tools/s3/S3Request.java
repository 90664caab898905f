package dev.varve.tools.s3;

import dev.varve.server.http.Percent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// A request that is put together here, then signed by a [Signer].
public final class S3Request {
    private static final Comparator<Field> BY_NAME =
            Comparator.comparing(Field::name).thenComparing(Field::value);

    private final String method;
    private final String path;
    private final List<Field> query = new ArrayList<>();
    private final List<Field> headers = new ArrayList<>();
    private byte[] body = {};

    private S3Request(String method, String path) {
        this.method = method;
        this.path = path;
    }

    /// @param path percent-encoded as it is to be sent
    public static S3Request of(String method, String path) {
        return new S3Request(method, path);
    }

    public static S3Request bucket(String method, String bucket) {
        return of(method, "/" + bucket);
    }

    public static S3Request object(String method, String bucket, String key) {
        return of(method, "/" + bucket + "/" + Percent.encodePath(key));
    }

    public S3Request query(String name, String value) {
        query.add(new Field(name, value));
        return this;
    }

    /// A parameter without a value.
    public S3Request query(String name) {
        return query(name, "");
    }

    public S3Request header(String name, String value) {
        headers.add(new Field(name, value));
        return this;
    }

    public S3Request body(byte[] bytes) {
        body = bytes.clone();
        return this;
    }

    public String method() {
        return method;
    }

    public String path() {
        return path;
    }

    /// As it is sent, which is also as it is signed: encoded, sorted, each with `=`.
    public String rawQuery() {
        return query.stream()
                .map(field ->
                        new Field(Percent.encode(field.name()), Percent.encode(field.value())))
                .sorted(BY_NAME)
                .map(field -> field.name() + "=" + field.value())
                .collect(Collectors.joining("&"));
    }

    public List<Field> headers() {
        return List.copyOf(headers);
    }

    byte[] bytes() {
        return body;
    }

    boolean isBodyless() {
        return body.length == 0 && !method.equals("PUT") && !method.equals("POST");
    }
}
