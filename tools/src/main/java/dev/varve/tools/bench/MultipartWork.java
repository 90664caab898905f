package dev.varve.tools.bench;

import dev.varve.tools.s3.Endpoint;
import dev.varve.tools.s3.Payload;
import dev.varve.tools.s3.S3Answer;
import dev.varve.tools.s3.S3Connection;
import dev.varve.tools.s3.S3Request;
import dev.varve.tools.s3.Signer;
import dev.varve.tools.s3.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// Objects of many parts, put by all connections together: each puts the next part, of the next
/// upload when one has all its parts. Who puts the last one completes it.
final class MultipartWork {
    private static final String READ = "multipart/read";
    private final Endpoint endpoint;
    private final Signer signer;
    private final int partSize;
    private final int parts;
    private final AtomicLong next = new AtomicLong();
    private final Map<Long, Upload> uploads = new ConcurrentHashMap<>();

    private record Upload(String key, String id, Map<Integer, String> etags) {}

    MultipartWork(Endpoint endpoint, int partSize, int parts) {
        this.endpoint = endpoint;
        this.signer = endpoint.signer();
        this.partSize = partSize;
        this.parts = parts;
    }

    long size() {
        return (long) partSize * parts;
    }

    /// Puts the object that is read.
    void prepare() throws IOException {
        try (S3Connection connection =
                S3Connection.open(endpoint.address(), Duration.ofSeconds(60))) {
            Upload upload = begin(READ, connection);
            byte[] body = S3Works.random(partSize, 1);
            for (int number = 1; number <= parts; number++) {
                ByteBuffer.wrap(body).putLong(number);
                put(upload, number, body, connection);
            }
        }
    }

    /// Continues where the last run ended.
    Step puts() {
        byte[] body = S3Works.random(partSize, next.get());
        return connection -> {
            long turn = next.getAndIncrement();
            ByteBuffer.wrap(body).putLong(turn);
            long number = turn / parts;
            Upload upload = uploads.get(number);
            if (upload == null) {
                upload = begin(number, connection);
            }
            put(upload, 1 + (int) (turn % parts), body, connection);
            return partSize;
        };
    }

    private synchronized Upload begin(long number, S3Connection connection) throws IOException {
        Upload begun = uploads.get(number);
        if (begun == null) {
            begun = begin("multipart/put-" + number, connection);
            uploads.put(number, begun);
        }
        return begun;
    }

    private Upload begin(String key, S3Connection connection) throws IOException {
        S3Request request = S3Request.object("POST", S3Works.BUCKET, key).query("uploads");
        connection.send(signed(request, Payload.HASHED));
        String id = connection.receive(false).xml().text("UploadId");
        return new Upload(key, id, new ConcurrentSkipListMap<>());
    }

    private void put(Upload upload, int number, byte[] body, S3Connection connection)
            throws IOException {
        S3Request request =
                S3Request.object("PUT", S3Works.BUCKET, upload.key())
                        .query("partNumber", Integer.toString(number))
                        .query("uploadId", upload.id())
                        .body(body);
        connection.send(signed(request, Payload.UNSIGNED));
        S3Answer answer = connection.receive(false, OutputStream.nullOutputStream());
        upload.etags().put(number, answer.require("etag"));
        if (upload.etags().size() == parts) {
            complete(upload, connection);
        }
    }

    private void complete(Upload upload, S3Connection connection) throws IOException {
        StringBuilder document = new StringBuilder("<CompleteMultipartUpload>");
        upload.etags()
                .forEach((number, etag) ->
                        document.append(
                                "<Part><PartNumber>%d</PartNumber><ETag>%s</ETag></Part>"
                                        .formatted(number, etag)));
        document.append("</CompleteMultipartUpload>");
        S3Request request =
                S3Request.object("POST", S3Works.BUCKET, upload.key())
                        .query("uploadId", upload.id())
                        .body(document.toString().getBytes(StandardCharsets.UTF_8));
        Step.exchange(connection, signed(request, Payload.HASHED));
    }

    Wire read() {
        return signed(S3Request.object("GET", S3Works.BUCKET, READ), Payload.HASHED);
    }

    List<Wire> partReads() {
        return IntStream.rangeClosed(1, parts)
                .mapToObj(number ->
                        S3Request.object("GET", S3Works.BUCKET, READ)
                                .query("partNumber", Integer.toString(number)))
                .map(request -> signed(request, Payload.HASHED))
                .toList();
    }

    private Wire signed(S3Request request, Payload payload) {
        return signer.sign(request, endpoint.host(), payload);
    }
}
