package dev.varve.server.store;

import dev.varve.log.BucketName;
import dev.varve.log.ETag;
import dev.varve.log.ObjectKey;
import dev.varve.log.UploadId;
import dev.varve.projections.objects.Part;
import dev.varve.projections.objects.Usage;
import dev.varve.server.store.CompleteRequest.NamedPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/// Multipart uploads of a model run: begun, given parts, completed or aborted, several at a time.
final class ModelUploads {
    private static final int MOST = 4;

    private final ModelStore model;
    private final ModelRun.Subject subject;
    private final BucketName bucket;
    private final Random random;
    private final List<Open> open = new ArrayList<>();

    private record Open(ObjectKey key, UploadId id, TreeMap<Integer, String> parts) {}

    record Answers(String expected, String actual) {}

    ModelUploads(ModelStore model, ModelRun.Subject subject, BucketName bucket, Random random) {
        this.model = model;
        this.subject = subject;
        this.bucket = bucket;
        this.random = random;
    }

    Answers step(ObjectKey key) {
        if (open.size() < MOST && random.nextInt(4) == 0) {
            UploadId id = subject.store().uploads().create(bucket, key).orThrow();
            open.add(new Open(key, id, new TreeMap<>()));
        }
        if (open.isEmpty()) {
            return new Answers("", "");
        }
        Open upload = open.get(random.nextInt(open.size()));
        if (upload.parts.isEmpty() || random.nextInt(3) > 0) {
            return put(upload);
        }
        open.remove(upload);
        return random.nextInt(3) == 0 ? abort(upload) : complete(upload);
    }

    private Answers put(Open upload) {
        int number = 1 + random.nextInt(5);
        String body = "part " + random.nextInt(20);
        Part part =
                subject.store()
                        .uploads()
                        .put(bucket, upload.key, upload.id, number, Sample.body(body))
                        .orThrow();
        upload.parts.put(number, body);
        return new Answers(etag(body).toString(), part.etag().toString());
    }

    private Answers abort(Open upload) {
        subject.store().uploads().abort(bucket, upload.key, upload.id).orThrow();
        return new Answers("", "");
    }

    private Answers complete(Open upload) {
        List<NamedPart> named =
                upload.parts.entrySet().stream()
                        .map(part -> new NamedPart(part.getKey(), etag(part.getValue())))
                        .toList();
        ETag whole = Md5s.ofParts(named.stream().map(NamedPart::etag).toArray(ETag[]::new));
        String expected =
                model.put(
                        upload.key,
                        String.join("", upload.parts.values()),
                        whole,
                        Preconditions.NONE,
                        "");
        Outcome<Written> outcome =
                subject.store()
                        .uploads()
                        .complete(bucket, upload.key, upload.id, CompleteRequest.of(named));
        return new Answers(expected, Answer.of(outcome));
    }

    private static ETag etag(String body) {
        return Md5s.of(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /// A bucket's usage, checked for what open uploads hold, and then without it.
    Usage without(Usage usage) {
        long parts = open.stream().mapToLong(each -> each.parts.size()).sum();
        long bytes =
                open.stream()
                        .flatMap(each -> each.parts.values().stream())
                        .mapToLong(String::length)
                        .sum();
        return new Usage(
                usage.objects(),
                usage.bytes(),
                usage.currentObjects(),
                usage.currentBytes(),
                usage.hiddenObjects(),
                usage.hiddenBytes(),
                usage.uploadParts() - parts,
                usage.uploadBytes() - bytes);
    }
}
