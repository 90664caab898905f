package dev.varve.tools.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Stores files as objects: small ones in one request, large ones in chunks, which go on where an
/// earlier attempt ended. The server verifies the SHA-256 of what it stores.
public final class Upload {
    /// Files of more than this go in chunks.
    static final long LARGE = 32L << 20;

    private final Bucket bucket;
    private final String key;
    private final Attributes attributes;
    private final Condition condition;

    /// What is kept with an object.
    ///
    /// @param custom pairs of a client's own
    public record Attributes(Optional<String> contentType, Map<String, String> custom) {
        public static final Attributes NONE = new Attributes(Optional.empty(), Map.of());

        /// With the type that files of this name have, as far as Java knows.
        public static Attributes ofName(String name) {
            return new Attributes(
                    Optional.ofNullable(URLConnection.guessContentTypeFromName(name)), Map.of());
        }

        public Attributes {
            custom = Map.copyOf(custom);
        }

        /// With the time of a file.
        Attributes changed(Instant mtime) {
            Map<String, String> all = new TreeMap<>(custom);
            all.put(RemoteObject.MTIME, mtime.toString());
            return new Attributes(contentType, all);
        }
    }

    public Upload(Bucket bucket, String key, Attributes attributes, Condition condition) {
        this.bucket = bucket;
        this.key = key;
        this.attributes = attributes;
        this.condition = condition;
    }

    /// A file as it is now. What it becomes meanwhile is not stored: then it fails.
    ///
    /// @param resume where chunks of large files are remembered
    public JsonNode file(Path file, Resume resume, Content.Watch watch) throws IOException {
        long size = Files.size(file);
        Instant mtime = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
        String sha256 = FileDigest.hex(file, size);
        Upload kept = new Upload(bucket, key, attributes.changed(mtime), condition);
        Content.Part whole = new Content.Part(file, 0, size, watch);
        boolean chunked = size > LARGE && resume.isPossible();
        return chunked
                ? new ChunkedUpload(resume, bucket, whole, sha256, kept.order(size)).run()
                : kept.put(whole, sha256);
    }

    private JsonNode put(Content.Part whole, String sha256) {
        ApiRequest request = head().header("x-content-sha256", sha256).body(whole);
        try {
            return bucket.client().call(condition.on(request)).json();
        } catch (ApiProblem problem) {
            return doneBefore(problem, sha256).orElseThrow(() -> problem);
        }
    }

    /// A repeated request meets what the one before it made, whose answer was lost.
    private Optional<JsonNode> doneBefore(ApiProblem problem, String sha256) {
        boolean repeated = problem.status() == 412 && !condition.isNone();
        return repeated
                ? bucket.find(key)
                        .filter(object -> object.sha256().filter(sha256::equals).isPresent())
                        .map(object ->
                                Json.object()
                                        .put("bucket", bucket.name())
                                        .put("key", key)
                                        .put("size", object.size())
                                        .put("etag", object.etag())
                                        .put("sha256", sha256))
                : Optional.empty();
    }

    /// Bytes of unknown length, once.
    public JsonNode stream(InputStream in) {
        return bucket.client().call(condition.on(head()).body(new Content.Stream(in))).json();
    }

    private ApiRequest head() {
        ApiRequest request = bucket.request("PUT", key);
        if (attributes.contentType().isPresent()) {
            request = request.header("content-type", attributes.contentType().get());
        }
        for (Map.Entry<String, String> pair : attributes.custom().entrySet()) {
            request = request.header("x-meta-" + pair.getKey(), pair.getValue());
        }
        return request;
    }

    private ObjectNode order(long size) {
        ObjectNode order = Json.object().put("key", key).put("size", size);
        attributes.contentType().ifPresent(type -> order.put("content_type", type));
        ObjectNode custom = order.putObject("metadata");
        attributes.custom().forEach(custom::put);
        condition.in(order);
        return order;
    }
}
