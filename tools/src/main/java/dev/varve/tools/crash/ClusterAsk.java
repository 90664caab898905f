package dev.varve.tools.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.tools.crash.Did.Thing;
import dev.varve.tools.s3.Hashes;
import dev.varve.tools.s3.S3Answer;
import dev.varve.tools.s3.S3Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// How clients of a cluster say what they want.
final class ClusterAsk {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API = "/v1/buckets/";

    private ClusterAsk() {}

    static S3Request put(Thing thing, byte[] content) {
        return S3Request.object("PUT", thing.bucket(), thing.key()).body(content);
    }

    static S3Request delete(Thing thing) {
        return S3Request.object("DELETE", thing.bucket(), thing.key());
    }

    static S3Request deleteVersion(Thing thing, String version) {
        return delete(thing).query("versionId", version);
    }

    static S3Request upload(Thing thing) {
        return S3Request.object("POST", thing.bucket(), thing.key()).query("uploads");
    }

    static S3Request part(Thing thing, String upload, int number, byte[] content) {
        return put(thing, content)
                .query("partNumber", Integer.toString(number))
                .query("uploadId", upload);
    }

    static S3Request complete(Thing thing, String upload, List<byte[]> parts) {
        StringBuilder document = new StringBuilder("<CompleteMultipartUpload>");
        for (int i = 0; i < parts.size(); i++) {
            document.append("<Part><PartNumber>").append(i + 1).append("</PartNumber><ETag>");
            document.append(etag(parts.get(i))).append("</ETag></Part>");
        }
        return S3Request.object("POST", thing.bucket(), thing.key())
                .query("uploadId", upload)
                .body(bytes(document.append("</CompleteMultipartUpload>").toString()));
    }

    static S3Request deleteAll(String bucket, List<Thing> things) {
        StringBuilder document = new StringBuilder("<Delete><Quiet>true</Quiet>");
        things.forEach(thing ->
                document.append("<Object><Key>").append(thing.key()).append("</Key></Object>"));
        byte[] body = bytes(document.append("</Delete>").toString());
        return S3Request.bucket("POST", bucket)
                .query("delete")
                .header("content-md5", Base64.getEncoder().encodeToString(Hashes.md5(body)))
                .body(body);
    }

    static S3Request deletePrefix(String bucket, String prefix) {
        return S3Request.of("DELETE", API + bucket + "/objects").query("prefix", prefix);
    }

    static S3Request move(Thing from, Thing to) {
        return moving("key", from, to);
    }

    /// @param from with a prefix in place of a key, as the other
    static S3Request movePrefix(Thing from, Thing to) {
        return moving("prefix", from, to);
    }

    private static S3Request moving(String what, Thing from, Thing to) {
        ObjectNode form = JSON.createObjectNode();
        form.putObject("from").put(what, from.key());
        form.putObject("to").put("bucket", to.bucket()).put(what, to.key());
        return json(S3Request.of("POST", API + from.bucket() + "/move"), "application/json", form);
    }

    /// @param position of the asked node
    static S3Request restore(String bucket, String prefix, String position) {
        ObjectNode form = JSON.createObjectNode().put("as_of", position).put("prefix", prefix);
        return json(S3Request.of("POST", API + bucket + "/restore"), "application/json", form);
    }

    static S3Request tags(Thing thing, String value) {
        return S3Request.object("PUT", thing.bucket(), thing.key())
                .query("tagging")
                .body(
                        bytes(
                                "<Tagging><TagSet><Tag><Key>by</Key><Value>%s</Value></Tag></TagSet></Tagging>"
                                        .formatted(value)));
    }

    /// @param window of history, in seconds; negative to leave it
    static S3Request settings(String bucket, String by, int window) {
        ObjectNode form = JSON.createObjectNode();
        form.putObject("tags").put("by", by);
        if (window >= 0) {
            form.put("history_window_seconds", window);
        }
        return json(
                S3Request.of("PATCH", API + bucket + "/settings"),
                "application/merge-patch+json",
                form);
    }

    /// @param which as the API calls it
    static S3Request window(String bucket, String which, int seconds) {
        return json(
                S3Request.of("PATCH", API + bucket + "/settings"),
                "application/merge-patch+json",
                JSON.createObjectNode().put(which, seconds));
    }

    static S3Request settings(String bucket) {
        return S3Request.of("GET", API + bucket + "/settings");
    }

    private static S3Request json(S3Request request, String type, JsonNode form) {
        return request.header("content-type", type).body(bytes(form.toString()));
    }

    static JsonNode json(S3Answer answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String etag(byte[] content) {
        return Hashes.hex(Hashes.md5(content));
    }

    /// Of an object in parts.
    static String etag(List<byte[]> parts) {
        byte[] all = new byte[16 * parts.size()];
        for (int i = 0; i < parts.size(); i++) {
            System.arraycopy(Hashes.md5(parts.get(i)), 0, all, 16 * i, 16);
        }
        return etag(all) + "-" + parts.size();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
