package dev.varve.server.api.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import dev.varve.projections.objects.Version;
import dev.varve.server.api.ApiKit;
import dev.varve.server.api.Resource;
import dev.varve.server.api.Told;
import dev.varve.server.store.ObjectBody;
import dev.varve.server.store.ReadRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/// Alice's bucket `photos`, and the words of tus.
final class TusKit implements AutoCloseable {
    static final BucketName BUCKET = new BucketName("photos");
    final ApiKit api;

    TusKit(Path directory) {
        api = ApiKit.open(directory, UploadResources.all().toArray(Resource[]::new));
        api.bucket(BUCKET.value());
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    ApiKit.Request creation() {
        return api.request("POST", "/v1/buckets/photos/tus")
                .by("alice")
                .header("Tus-Resumable", "1.0.0");
    }

    /// The path of a new upload.
    String create(String key, long length) {
        Told told =
                creation()
                        .header("Upload-Length", Long.toString(length))
                        .header("Upload-Metadata", "key " + base64(key))
                        .send()
                        .is(201);
        return location(told);
    }

    String partial(String text) {
        Told told =
                creation()
                        .header("Upload-Length", Integer.toString(text.length()))
                        .header("Upload-Concat", "partial")
                        .header("Content-Type", Tus.MEDIA_TYPE)
                        .body(text)
                        .send()
                        .is(201);
        return location(told);
    }

    static String location(Told told) {
        assertThat(told.headers().get("tus-resumable", "")).isEqualTo("1.0.0");
        return told.headers().get("location", "");
    }

    ApiKit.Request request(String method, String upload) {
        return api.request(method, upload).by("alice").header("Tus-Resumable", "1.0.0");
    }

    ApiKit.Request patch(String upload, long offset, String body) {
        return request("PATCH", upload)
                .header("Upload-Offset", Long.toString(offset))
                .header("Content-Type", Tus.MEDIA_TYPE)
                .body(body);
    }

    Told head(String upload) {
        return request("HEAD", upload).send().is(200);
    }

    long offset(String upload) {
        return Long.parseLong(head(upload).headers().get("upload-offset", "-1"));
    }

    Version version(String key) {
        return api.store("alice").head(ReadRequest.of(BUCKET, ObjectKey.of(key))).orThrow();
    }

    String content(String key) {
        ReadRequest request = ReadRequest.of(BUCKET, ObjectKey.of(key));
        try (ObjectBody body = api.store("alice").get(request).orThrow()) {
            return new String(body.readAll(), StandardCharsets.UTF_8);
        }
    }

    boolean exists(String key) {
        return api.store("alice").head(ReadRequest.of(BUCKET, ObjectKey.of(key))).isDone();
    }

    @Override
    public void close() {
        api.close();
    }
}
