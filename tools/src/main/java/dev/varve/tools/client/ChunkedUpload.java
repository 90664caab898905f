package dev.varve.tools.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A large file in numbered chunks: those that the server has already are not sent again, and the
/// whole is complete only with the digest that the file had at the beginning.
final class ChunkedUpload {
    /// Of each chunk, or more where there would be too many.
    static final long CHUNK = 16L << 20;

    private static final int MOST_CHUNKS = 10_000;
    private static final long MIB = 1L << 20;

    private final Resume resume;
    private final Bucket bucket;
    private final Content.Part whole;
    private final ObjectNode order;
    private final String what;

    /// @param order what opens the upload
    ChunkedUpload(
            Resume resume, Bucket bucket, Content.Part whole, String sha256, ObjectNode order) {
        this.resume = resume;
        this.bucket = bucket;
        this.whole = whole;
        this.order =
                order.put("chunk_size", chunkSize(whole.length()))
                        .put("digest", digest(HexFormat.of().parseHex(sha256)));
        this.what = bucket.client().server() + "\n" + bucket.name() + "\n" + Json.line(this.order);
    }

    static long chunkSize(long size) {
        long least = Math.ceilDiv(size, MOST_CHUNKS);
        return Math.max(CHUNK, Math.ceilDiv(least, MIB) * MIB);
    }

    private static String digest(byte[] sha256) {
        return "sha256 " + Base64.getEncoder().encodeToString(sha256);
    }

    JsonNode run() throws IOException {
        Optional<JsonNode> known = recalled();
        JsonNode upload = known.isPresent() ? known.get() : open();
        String id = upload.path("id").asText();
        send(upload);
        JsonNode made = complete(id);
        resume.forget(what);
        return made;
    }

    /// The one of an earlier attempt, if it still takes chunks.
    private Optional<JsonNode> recalled() {
        return resume.recall(what)
                .flatMap(id -> bucket.client().find(ApiRequest.get("uploads", id)))
                .map(Answer::json)
                .filter(upload -> upload.path("state").asText().equals("open"));
    }

    private JsonNode open() throws IOException {
        ApiRequest request = ApiRequest.of("POST", "buckets", bucket.name(), "uploads");
        JsonNode upload = bucket.client().call(request.json(order)).json();
        resume.remember(what, upload.path("id").asText());
        return upload;
    }

    private void send(JsonNode upload) throws IOException {
        long chunk = upload.path("chunk_size").asLong();
        Set<Integer> present = new HashSet<>();
        upload.path("present").forEach(number -> present.add(number.asInt()));
        List<Parallel.Task> tasks = new ArrayList<>();
        int number = 1;
        for (long at = 0; at < whole.length(); at += chunk, number++) {
            long length = Math.min(chunk, whole.length() - at);
            if (present.contains(number)) {
                whole.watch().moved(length);
            } else {
                String id = upload.path("id").asText();
                tasks.add(put(id, number, at, length));
            }
        }
        Parallel.run(tasks, resume.parallel());
    }

    private Parallel.Task put(String id, int number, long at, long length) {
        return () -> {
            byte[] sha256 =
                    FileDigest.of(new Content.Part(whole.file(), at, length, Content.Watch.NONE));
            bucket.client()
                    .call(
                            ApiRequest.of("PUT", "uploads", id, "chunks", Integer.toString(number))
                                    .header("upload-checksum", digest(sha256))
                                    .body(new Content.Part(whole.file(), at, length, whole.watch()))
                                    .repeat(Repeat.ALWAYS));
        };
    }

    /// Sent again it answers the same. What can never be completed is given up.
    private JsonNode complete(String id) throws IOException {
        try {
            return bucket.client()
                    .call(ApiRequest.of("POST", "uploads", id, "complete").repeat(Repeat.ALWAYS))
                    .json();
        } catch (ApiProblem problem) {
            if (problem.status() == 412 || problem.code().equals("BadDigest")) {
                resume.forget(what);
                bucket.client().find(ApiRequest.of("DELETE", "uploads", id));
            }
            throw problem;
        }
    }
}
