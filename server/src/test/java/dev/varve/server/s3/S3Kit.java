package dev.varve.server.s3;

import dev.varve.log.Actor;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings.ObjectLock;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.Provenance;
import dev.varve.server.auth.Principal;
import dev.varve.server.store.Limits;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.SettingsChange;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A real store for the tests of one class, with a bucket of its own for each test.
final class S3Kit implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback {
    static final Principal ALICE = new Principal("alice", "Alice", false, Optional.empty());
    static final Principal BOB = new Principal("bob", "Bob", false, Optional.empty());
    private final Limits limits;
    private @Nullable Path directory;
    private @Nullable Varve varve;
    private int buckets;
    private String bucket = "";

    S3Kit() {
        this(Limits.DEFAULT.withPartBytes(4));
    }

    S3Kit(Limits limits) {
        this.limits = limits;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Path made = Files.createTempDirectory("varve-s3");
        directory = made;
        varve =
                Varve.open(
                        VarveConfig.at(made)
                                .limits(limits)
                                .space(0, 0)
                                .journal(new VarveConfig.JournalSettings(8 << 20, 1000, 1 << 20)));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        bucket = newBucket();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (varve != null) {
            varve.close();
        }
        if (directory != null) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    ObjectStore store() {
        return store("alice");
    }

    ObjectStore store(String actor) {
        if (varve == null) {
            throw new IllegalStateException("not open");
        }
        return varve.store(
                new Provenance(new Actor(actor), Provenance.Surface.S3, "127.0.0.1", "request-1"));
    }

    String bucket() {
        return bucket;
    }

    String newBucket() {
        return newBucket("alice");
    }

    String newBucket(String owner) {
        String name = "bucket-" + ++buckets;
        store(owner).buckets().create(new BucketName(name)).orThrow();
        return name;
    }

    void versioning(Versioning versioning) {
        change(new SettingsChange.SetVersioning(versioning));
    }

    void lock() {
        versioning(Versioning.ENABLED);
        change(
                new SettingsChange.SetObjectLock(
                        new ObjectLock(true, null, java.time.Duration.ZERO)));
    }

    private void change(SettingsChange change) {
        store().buckets().change(new BucketName(bucket), change).orThrow();
    }

    FakeCall call(String key) {
        return new FakeCall(store(), bucket, key);
    }

    FakeCall.Answer put(String key, String text) {
        return call(key).body(text).send(new PutObject());
    }

    FakeCall.Answer get(String key) {
        return call(key).send(new GetObject());
    }

    /// Uploads parts and completes them.
    FakeCall.Answer multipart(String key, List<String> parts) {
        String id =
                call(key).query("uploads").send(new CreateMultipartUpload()).element("UploadId");
        StringBuilder xml = new StringBuilder("<CompleteMultipartUpload>");
        for (int i = 0; i < parts.size(); i++) {
            String etag = part(key, id, i + 1, parts.get(i)).header("etag");
            xml.append(partXml(i + 1, etag));
        }
        return call(key)
                .query("uploadId=" + id)
                .body(xml.append("</CompleteMultipartUpload>").toString())
                .send(new CompleteMultipartUpload());
    }

    FakeCall.Answer part(String key, String upload, int number, String text) {
        return call(key)
                .query("uploadId=" + upload)
                .query("partNumber=" + number)
                .body(text)
                .send(new UploadPart());
    }

    static String partXml(int number, String etag) {
        return "<Part><PartNumber>" + number + "</PartNumber><ETag>" + etag + "</ETag></Part>";
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String md5Hex(String text) {
        return HexFormat.of().formatHex(digest("MD5", utf8(text)));
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static String md5Base64(String text) {
        return base64(digest("MD5", utf8(text)));
    }

    static String sha256Base64(String text) {
        return base64(digest("SHA-256", utf8(text)));
    }

    static String crc32Base64(String text) {
        CRC32 crc = new CRC32();
        crc.update(utf8(text));
        return base64(java.nio.ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
