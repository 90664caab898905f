package dev.varve.server.api;

import dev.varve.log.NodeId;
import dev.varve.replication.Subject;
import dev.varve.server.forward.Concern;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.store.UploadHandle;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// Says what a request is about, for finding who decides it. Nothing of its body was read yet.
@FunctionalInterface
public interface Concerning {
    /// @param path values of the path's variables
    Concern of(HttpRequest request, Map<String, String> path);

    /// Of what changes something: the key in the path, or the bucket, or what has no owner.
    static Concerning byPath(String method) {
        boolean reads = method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
        return (request, path) -> reads ? Concern.HERE : inPath(path);
    }

    private static Concern inPath(Map<String, String> path) {
        String bucket = path.get(ApiCall.BUCKET);
        if (bucket == null) {
            return Concern.ANYONE;
        }
        String key = path.get(ApiCall.KEY);
        return key == null ? new Concern.OfBucket(bucket) : Concern.ofKey(bucket, key);
    }

    /// An object that is on its way, by the headers that come with it.
    static Concern sent(HttpRequest request, String bucket, String key) {
        return new Concern.OfObject(
                new Subject(
                        bucket,
                        key,
                        request.headers().get("content-type", ""),
                        request.contentLength(),
                        request.headers().get("x-storage-class", "")));
    }

    /// Whatever is below a prefix of the bucket in the path.
    static Concerning below(String variable) {
        return (request, path) ->
                new Concern.OfRange(
                        path.getOrDefault(ApiCall.BUCKET, ""), path.getOrDefault(variable, ""));
    }

    /// One of a bucket, which the body says.
    ///
    /// @param reading gets the bucket of the path
    static <T> Concerning inBody(Class<T> form, int most, BiFunction<String, T, Concern> reading) {
        return (request, path) -> {
            String bucket = path.getOrDefault(ApiCall.BUCKET, "");
            return new Concern.InBody(
                    most,
                    bucket.isEmpty() ? new Concern.OfAll() : new Concern.OfRange(bucket, ""),
                    body -> reading.apply(bucket, read(body, form)));
        };
    }

    /// Several keys of a bucket, each on its own.
    static <T> Concerning eachInBody(
            Class<T> form, int most, BiFunction<String, T, Concern.Each> reading) {
        return (request, path) -> {
            String bucket = path.getOrDefault(ApiCall.BUCKET, "");
            return new Concern.InBody(
                    most,
                    new Concern.OfRange(bucket, ""),
                    true,
                    body -> reading.apply(bucket, read(body, form)));
        };
    }

    /// The same as [#inBody], of any bucket, whatever is in the path.
    static <T> Concerning anywhereInBody(
            Class<T> form, int most, BiFunction<String, T, Concern> reading) {
        return (request, path) ->
                new Concern.InBody(
                        most,
                        new Concern.OfAll(),
                        body ->
                                reading.apply(
                                        path.getOrDefault(ApiCall.BUCKET, ""), read(body, form)));
    }

    private static <T> T read(InputStream body, Class<T> form) {
        try {
            return Json.read(body.readAllBytes(), form);
        } catch (IOException e) {
            throw new Failed(ErrorCode.INCOMPLETE_BODY, "The body broke off.");
        }
    }

    /// An upload by its handle. What is no handle, nobody knows.
    static Concerning ofUpload(String variable) {
        return (request, path) -> {
            Optional<NodeId> begun =
                    UploadHandle.parse(path.getOrDefault(variable, ""))
                            .map(handle -> handle.upload().stamp().origin().node());
            return begun.<Concern>map(Concern.OfUpload::new).orElse(Concern.HERE);
        };
    }
}
