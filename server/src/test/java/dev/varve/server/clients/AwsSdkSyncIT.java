package dev.varve.server.clients;

import static dev.varve.server.clients.Sdk.MIB;
import static dev.varve.server.clients.Sdk.assertRefused;
import static dev.varve.server.clients.Sdk.noise;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// AWS SDK for Java v2, blocking: with its default transport, and with the one of the JDK.
class AwsSdkSyncIT {
    private static final String KEY = "dir/ü a+b & c=d %41.bin";

    private static String bucket(S3Client s3, LiveServer server) {
        String bucket = server.newBucketName();
        s3.createBucket(request -> request.bucket(bucket));
        return bucket;
    }

    private static ResponseBytes<GetObjectResponse> get(S3Client s3, String bucket, String key) {
        return s3.getObjectAsBytes(
                request -> request.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED));
    }

    private static void put(S3Client s3, String bucket, String key, String text) {
        s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(text));
    }

    @OverHttpAndHttps
    void keepsObjectsByteForByte(LiveServer server) throws NoSuchAlgorithmException {
        try (S3Client s3 = Sdk.sync(server)) {
            keepsBytes(s3, bucket(s3, server));
        }
    }

    @OverHttpAndHttps
    void keepsObjectsOfTheTransportOfTheJdk(LiveServer server) throws NoSuchAlgorithmException {
        try (S3Client s3 = Sdk.urlConnection(server)) {
            keepsBytes(s3, bucket(s3, server));
        }
    }

    private static void keepsBytes(S3Client s3, String bucket) throws NoSuchAlgorithmException {
        byte[] data = noise(300_001, 1);
        PutObjectResponse put =
                s3.putObject(
                        request ->
                                request.bucket(bucket)
                                        .key(KEY)
                                        .contentType("text/x-mud; charset=UTF-8")
                                        .metadata(Map.of("colour", "grey")),
                        RequestBody.fromBytes(data));
        byte[] md5 = MessageDigest.getInstance("MD5").digest(data);
        assertThat(put.eTag()).isEqualTo('"' + HexFormat.of().formatHex(md5) + '"');
        assertThat(put.checksumCRC32()).as("what the SDK adds of its own accord").isNotNull();

        HeadObjectResponse head = s3.headObject(request -> request.bucket(bucket).key(KEY));
        assertThat(head.contentLength()).isEqualTo(data.length);
        assertThat(head.contentType()).isEqualTo("text/x-mud; charset=UTF-8");
        assertThat(head.metadata()).containsExactly(Map.entry("colour", "grey"));
        ResponseBytes<GetObjectResponse> got = get(s3, bucket, KEY);
        assertThat(got.asByteArray()).isEqualTo(data);
        assertThat(got.response().checksumCRC32()).isEqualTo(put.checksumCRC32());
        assertThat(
                        s3.getObjectAsBytes(request ->
                                        request.bucket(bucket).key(KEY).range("bytes=1000-1999"))
                                .asByteArray())
                .isEqualTo(Arrays.copyOfRange(data, 1000, 2000));
        s3.putObject(request -> request.bucket(bucket).key("empty"), RequestBody.empty());
        assertThat(get(s3, bucket, "empty").asByteArray()).isEmpty();
    }

    /// Over HTTP these are signed chunks with a signed trailer, over HTTPS an unsigned trailer.
    @OverHttpAndHttps
    void checksStreamsByTheirTrailers(LiveServer server) throws NoSuchAlgorithmException {
        byte[] data = noise(200_003, 2);
        String sha256 =
                Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(data));
        try (S3Client s3 = Sdk.sync(server)) {
            String bucket = bucket(s3, server);
            for (ChecksumAlgorithm algorithm :
                    List.of(
                            ChecksumAlgorithm.CRC32,
                            ChecksumAlgorithm.CRC32_C,
                            ChecksumAlgorithm.CRC64_NVME,
                            ChecksumAlgorithm.SHA1,
                            ChecksumAlgorithm.SHA256)) {
                String key = "sum/" + algorithm;
                s3.putObject(
                        request ->
                                request.bucket(bucket)
                                        .key(key)
                                        .checksumAlgorithm(algorithm)
                                        .contentEncoding("gzip"),
                        RequestBody.fromInputStream(new ByteArrayInputStream(data), data.length));
                ResponseBytes<GetObjectResponse> got = get(s3, bucket, key);
                assertThat(got.asByteArray()).isEqualTo(data);
                assertThat(got.response().contentEncoding()).isEqualTo("gzip");
                assertThat(got.response().sdkHttpResponse().headers().keySet())
                        .anyMatch(name -> name.equalsIgnoreCase("x-amz-checksum-" + algorithm));
            }
            assertThat(get(s3, bucket, "sum/SHA256").response().checksumSHA256()).isEqualTo(sha256);
            assertRefused(
                    "BadDigest",
                    () ->
                            s3.putObject(
                                    request ->
                                            request.bucket(bucket)
                                                    .key("bad")
                                                    .checksumSHA256(sha256),
                                    RequestBody.fromString("other")));
            assertRefused("NoSuchKey", () -> get(s3, bucket, "bad"));
        }
    }

    @OverHttpAndHttps
    void putsPartsTogether(LiveServer server) {
        byte[] first = noise(5 * MIB, 3);
        byte[] second = noise(70_000, 4);
        try (S3Client s3 = Sdk.sync(server)) {
            String bucket = bucket(s3, server);
            String id =
                    s3.createMultipartUpload(request -> request.bucket(bucket).key(KEY)).uploadId();
            List<CompletedPart> parts = new ArrayList<>();
            for (byte[] part : List.of(first, second)) {
                int number = parts.size() + 1;
                UploadPartResponse answer =
                        s3.uploadPart(
                                request ->
                                        request.bucket(bucket)
                                                .key(KEY)
                                                .uploadId(id)
                                                .partNumber(number),
                                RequestBody.fromBytes(part));
                parts.add(CompletedPart.builder().partNumber(number).eTag(answer.eTag()).build());
            }
            assertThat(
                            s3.listPartsPaginator(request ->
                                            request.bucket(bucket)
                                                    .key(KEY)
                                                    .uploadId(id)
                                                    .maxParts(1))
                                    .parts())
                    .extracting(part -> part.size())
                    .containsExactly((long) first.length, (long) second.length);
            s3.completeMultipartUpload(request ->
                    request.bucket(bucket)
                            .key(KEY)
                            .uploadId(id)
                            .multipartUpload(upload -> upload.parts(parts)));
            byte[] got = get(s3, bucket, KEY).asByteArray();
            assertThat(got).startsWith(first).endsWith(second).hasSize(5 * MIB + 70_000);
            assertThat(
                            s3.getObjectAsBytes(request ->
                                            request.bucket(bucket).key(KEY).partNumber(2))
                                    .asByteArray())
                    .isEqualTo(second);
        }
    }

    @OverHttpAndHttps
    void listsInPagesAndDeletesMany(LiveServer server) {
        try (S3Client s3 = Sdk.sync(server)) {
            String bucket = bucket(s3, server);
            List<String> keys = IntStream.range(10, 35).mapToObj(n -> "k+" + n + "/ü <&>").toList();
            keys.forEach(key -> put(s3, bucket, key, key));
            assertThat(
                            s3.listObjectsV2Paginator(request -> request.bucket(bucket).maxKeys(7))
                                    .contents())
                    .extracting(S3Object::key)
                    .containsExactlyElementsOf(keys);
            assertThat(
                            s3.listObjectsV2Paginator(request ->
                                            request.bucket(bucket).delimiter("/").maxKeys(10))
                                    .commonPrefixes())
                    .hasSize(25);
            List<ObjectIdentifier> all =
                    keys.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
            DeleteObjectsResponse deleted =
                    s3.deleteObjects(request ->
                            request.bucket(bucket).delete(keysOf -> keysOf.objects(all)));
            assertThat(deleted.deleted()).hasSize(25);
            assertThat(deleted.errors()).isEmpty();
            s3.deleteBucket(request -> request.bucket(bucket));
            assertRefused(
                    "NoSuchBucket", () -> s3.listObjectsV2(request -> request.bucket(bucket)));
        }
    }

    @OverHttpAndHttps
    void keepsVersionsTagsAndCopies(LiveServer server) {
        try (S3Client s3 = Sdk.sync(server)) {
            String bucket = bucket(s3, server);
            s3.putBucketVersioning(request ->
                    request.bucket(bucket)
                            .versioningConfiguration(
                                    to -> to.status(BucketVersioningStatus.ENABLED)));
            put(s3, bucket, KEY, "one");
            String one = s3.headObject(request -> request.bucket(bucket).key(KEY)).versionId();
            put(s3, bucket, KEY, "two");
            s3.copyObject(request ->
                    request.sourceBucket(bucket)
                            .sourceKey(KEY)
                            .sourceVersionId(one)
                            .destinationBucket(bucket)
                            .destinationKey("copy of " + KEY)
                            .metadataDirective(MetadataDirective.REPLACE)
                            .metadata(Map.of("made", "copy")));
            assertThat(get(s3, bucket, "copy of " + KEY).asUtf8String()).isEqualTo("one");
            assertThat(s3.deleteObject(request -> request.bucket(bucket).key(KEY)).deleteMarker())
                    .isTrue();
            assertRefused("NoSuchKey", () -> get(s3, bucket, KEY));
            assertThat(s3.listObjectVersionsPaginator(request -> request.bucket(bucket)).versions())
                    .hasSize(3);
            List<Tag> tags = List.of(Tag.builder().key("ä").value("ö+ü").build());
            s3.putObjectTagging(request ->
                    request.bucket(bucket)
                            .key("copy of " + KEY)
                            .tagging(tagging -> tagging.tagSet(tags)));
            assertThat(
                            s3.getObjectTagging(
                                            request -> request.bucket(bucket).key("copy of " + KEY))
                                    .tagSet())
                    .isEqualTo(tags);
        }
    }

    @OverHttpAndHttps
    void writesOnConditions(LiveServer server) {
        try (S3Client s3 = Sdk.sync(server)) {
            String bucket = bucket(s3, server);
            put(s3, bucket, KEY, "one");
            assertRefused(
                    "PreconditionFailed",
                    () ->
                            s3.putObject(
                                    request -> request.bucket(bucket).key(KEY).ifNoneMatch("*"),
                                    RequestBody.fromString("two")));
            assertThat(get(s3, bucket, KEY).asUtf8String()).isEqualTo("one");
        }
    }

    @OverHttpAndHttps
    void signsLinks(LiveServer server)
            throws IOException, InterruptedException, URISyntaxException {
        try (S3Client s3 = Sdk.sync(server);
                S3Presigner presigner = Sdk.presigner(server);
                HttpClient browser =
                        HttpClient.newBuilder().sslContext(server.sslContext()).build()) {
            String bucket = bucket(s3, server);
            URI put =
                    presigner
                            .presignPutObject(request ->
                                    request.signatureDuration(Duration.ofMinutes(1))
                                            .putObjectRequest(to -> to.bucket(bucket).key(KEY)))
                            .url()
                            .toURI();
            HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString("through a link");
            assertThat(send(browser, HttpRequest.newBuilder(put).PUT(body)).statusCode())
                    .isEqualTo(200);
            URI get =
                    presigner
                            .presignGetObject(request ->
                                    request.signatureDuration(Duration.ofMinutes(1))
                                            .getObjectRequest(from ->
                                                    from.bucket(bucket)
                                                            .key(KEY)
                                                            .responseContentType("text/x-mud")))
                            .url()
                            .toURI();
            HttpResponse<String> got = send(browser, HttpRequest.newBuilder(get));
            assertThat(got.body()).isEqualTo("through a link");
            assertThat(got.headers().firstValue("content-type")).contains("text/x-mud");
            URI other = URI.create(get.toString().replace("/dir/", "/rid/"));
            assertThat(send(browser, HttpRequest.newBuilder(other)).statusCode()).isEqualTo(403);
        }
    }

    private static HttpResponse<String> send(HttpClient browser, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return browser.send(
                request.timeout(Duration.ofSeconds(30)).build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }
}
