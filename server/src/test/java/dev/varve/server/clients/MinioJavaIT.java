package dev.varve.server.clients;

import static dev.varve.server.clients.Sdk.MIB;
import static dev.varve.server.clients.Sdk.noise;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.minio.BucketExistsArgs;
import io.minio.ComposeObjectArgs;
import io.minio.ComposeSource;
import io.minio.CopyObjectArgs;
import io.minio.CopySource;
import io.minio.GetObjectArgs;
import io.minio.GetObjectTagsArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PostPolicy;
import io.minio.PutObjectArgs;
import io.minio.RemoveBucketArgs;
import io.minio.RemoveObjectsArgs;
import io.minio.Result;
import io.minio.SetBucketVersioningArgs;
import io.minio.SetObjectTagsArgs;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.errors.ErrorResponseException;
import io.minio.http.Method;
import io.minio.messages.DeleteError;
import io.minio.messages.DeleteObject;
import io.minio.messages.Item;
import io.minio.messages.VersioningConfiguration;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// MinIO's client for Java. Its methods throw nine kinds of checked exceptions, so the tests throw
/// them all.
class MinioJavaIT {
    private static final String KEY = "dir/ü a+b & c=d %41.bin";

    private static OkHttpClient browser(LiveServer server) {
        return new OkHttpClient.Builder()
                .sslSocketFactory(server.sslContext().getSocketFactory(), server.trustManager())
                .build();
    }

    private static MinioClient minio(LiveServer server) {
        return MinioClient.builder()
                .endpoint(server.endpoint().toString())
                .credentials(LiveServer.ACCESS_KEY, LiveServer.SECRET_KEY)
                .httpClient(browser(server))
                .build();
    }

    private static String bucket(MinioClient minio, LiveServer server) throws Exception {
        String bucket = server.newBucketName();
        minio.makeBucket(MakeBucketArgs.builder().bucket(bucket).region("us-east-1").build());
        return bucket;
    }

    private static void put(MinioClient minio, String bucket, String key, byte[] data)
            throws Exception {
        minio.putObject(
                PutObjectArgs.builder().bucket(bucket).object(key).stream(
                                new ByteArrayInputStream(data), data.length, -1)
                        .contentType("text/x-mud")
                        .userMetadata(Map.of("colour", "grey"))
                        .build());
    }

    private static byte[] get(MinioClient minio, GetObjectArgs arguments) throws Exception {
        try (InputStream in = minio.getObject(arguments)) {
            return in.readAllBytes();
        }
    }

    private static byte[] get(MinioClient minio, String bucket, String key) throws Exception {
        return get(minio, GetObjectArgs.builder().bucket(bucket).object(key).build());
    }

    private static void assertRefused(String code, ThrowingCallable call) {
        assertThatExceptionOfType(ErrorResponseException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.errorResponse().code()).isEqualTo(code));
    }

    @OverHttpAndHttps
    void keepsObjectsByteForByte(LiveServer server) throws Exception {
        MinioClient minio = minio(server);
        String bucket = bucket(minio, server);
        assertThat(minio.bucketExists(BucketExistsArgs.builder().bucket(bucket).build())).isTrue();
        byte[] data = noise(200_000, 1);
        put(minio, bucket, KEY, data);
        put(minio, bucket, "empty", new byte[0]);
        assertThat(get(minio, bucket, KEY)).isEqualTo(data);
        assertThat(get(minio, bucket, "empty")).isEmpty();
        StatObjectResponse stat =
                minio.statObject(StatObjectArgs.builder().bucket(bucket).object(KEY).build());
        assertThat(stat.size()).isEqualTo(data.length);
        assertThat(stat.contentType()).isEqualTo("text/x-mud");
        assertThat(stat.userMetadata()).containsEntry("colour", "grey");
        assertThat(
                        get(
                                minio,
                                GetObjectArgs.builder()
                                        .bucket(bucket)
                                        .object(KEY)
                                        .offset(500L)
                                        .length(700L)
                                        .build()))
                .isEqualTo(Arrays.copyOfRange(data, 500, 1200));
        assertRefused("NoSuchKey", () -> get(minio, bucket, "none"));
        assertRefused("NoSuchBucket", () -> get(minio, bucket + "-none", "k"));
    }

    @OverHttpAndHttps
    void putsPartsTogetherAndCopies(LiveServer server) throws Exception {
        MinioClient minio = minio(server);
        String bucket = bucket(minio, server);
        byte[] data = noise(12 * MIB + 5, 2);
        minio.putObject(
                PutObjectArgs.builder().bucket(bucket).object(KEY).stream(
                                new ByteArrayInputStream(data), -1, 5L * MIB)
                        .build());
        assertThat(get(minio, bucket, KEY)).isEqualTo(data);
        put(minio, bucket, "tail", new byte[] {1, 2, 3});
        minio.composeObject(
                ComposeObjectArgs.builder()
                        .bucket(bucket)
                        .object("composed")
                        .sources(
                                List.of(
                                        ComposeSource.builder().bucket(bucket).object(KEY).build(),
                                        ComposeSource.builder()
                                                .bucket(bucket)
                                                .object("tail")
                                                .build()))
                        .build());
        assertThat(get(minio, bucket, "composed"))
                .startsWith(data)
                .endsWith(1, 2, 3)
                .hasSize(data.length + 3);
        minio.copyObject(
                CopyObjectArgs.builder()
                        .bucket(bucket)
                        .object("copy ü")
                        .source(CopySource.builder().bucket(bucket).object("tail").build())
                        .build());
        assertThat(get(minio, bucket, "copy ü")).containsExactly(1, 2, 3);
    }

    @OverHttpAndHttps
    void listsVersionsTagsAndRemovesThem(LiveServer server) throws Exception {
        MinioClient minio = minio(server);
        String bucket = bucket(minio, server);
        minio.setBucketVersioning(
                SetBucketVersioningArgs.builder()
                        .bucket(bucket)
                        .config(
                                new VersioningConfiguration(
                                        VersioningConfiguration.Status.ENABLED, null))
                        .build());
        List<String> keys = List.of("l/<&>", "l/a b", "l/a+b", "l/sub/é");
        for (String key : keys) {
            put(minio, bucket, key, key.getBytes(UTF_8));
            put(minio, bucket, key, "again".getBytes(UTF_8));
        }
        assertThat(
                        names(
                                minio,
                                ListObjectsArgs.builder()
                                        .bucket(bucket)
                                        .recursive(true)
                                        .maxKeys(3)))
                .isEqualTo(keys);
        minio.setObjectTags(
                SetObjectTagsArgs.builder()
                        .bucket(bucket)
                        .object("l/a b")
                        .tags(Map.of("layer", "clay"))
                        .build());
        assertThat(
                        minio.getObjectTags(
                                        GetObjectTagsArgs.builder()
                                                .bucket(bucket)
                                                .object("l/a b")
                                                .build())
                                .get())
                .isEqualTo(Map.of("layer", "clay"));
        List<DeleteObject> all = new ArrayList<>();
        for (Result<Item> result :
                minio.listObjects(
                        ListObjectsArgs.builder()
                                .bucket(bucket)
                                .recursive(true)
                                .includeVersions(true)
                                .build())) {
            all.add(new DeleteObject(result.get().objectName(), result.get().versionId()));
        }
        assertThat(all).hasSize(8);
        Iterable<Result<DeleteError>> errors =
                minio.removeObjects(
                        RemoveObjectsArgs.builder().bucket(bucket).objects(all).build());
        assertThat(errors).isEmpty();
        minio.removeBucket(RemoveBucketArgs.builder().bucket(bucket).build());
        assertThat(minio.bucketExists(BucketExistsArgs.builder().bucket(bucket).build())).isFalse();
    }

    private static List<String> names(MinioClient minio, ListObjectsArgs.Builder which)
            throws Exception {
        List<String> names = new ArrayList<>();
        for (Result<Item> result : minio.listObjects(which.build())) {
            names.add(result.get().objectName());
        }
        return names;
    }

    @OverHttpAndHttps
    void signsLinksAndForms(LiveServer server) throws Exception {
        MinioClient minio = minio(server);
        OkHttpClient browser = browser(server);
        String bucket = bucket(minio, server);
        Request put =
                new Request.Builder()
                        .url(link(minio, bucket, Method.PUT))
                        .put(RequestBody.create("through a link".getBytes(UTF_8)))
                        .build();
        try (Response answer = browser.newCall(put).execute()) {
            assertThat(answer.code()).isEqualTo(200);
        }
        Request get = new Request.Builder().url(link(minio, bucket, Method.GET)).build();
        try (Response answer = browser.newCall(get).execute()) {
            assertThat(requireNonNull(answer.body()).string()).isEqualTo("through a link");
        }
        PostPolicy policy =
                new PostPolicy(bucket, ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(1));
        policy.addEqualsCondition("key", "form.txt");
        policy.addContentLengthRangeCondition(1, 100);
        Map<String, String> fields = minio.getPresignedPostFormData(policy);
        assertThat(post(browser, server, bucket, fields, "silt")).isEqualTo(204);
        assertThat(get(minio, bucket, "form.txt")).asString().isEqualTo("silt");
        assertThat(post(browser, server, bucket, fields, "x".repeat(101))).isEqualTo(400);
    }

    private static String link(MinioClient minio, String bucket, Method method) throws Exception {
        return minio.getPresignedObjectUrl(
                GetPresignedObjectUrlArgs.builder()
                        .method(method)
                        .bucket(bucket)
                        .object(KEY)
                        .expiry(60)
                        .build());
    }

    private static int post(
            OkHttpClient browser,
            LiveServer server,
            String bucket,
            Map<String, String> fields,
            String text)
            throws Exception {
        MultipartBody.Builder form =
                new MultipartBody.Builder()
                        .setType(MultipartBody.FORM)
                        .addFormDataPart("key", "form.txt");
        fields.forEach(form::addFormDataPart);
        form.addFormDataPart("file", "f", RequestBody.create(text.getBytes(UTF_8)));
        Request post =
                new Request.Builder()
                        .url(server.endpoint() + "/" + bucket)
                        .post(form.build())
                        .build();
        try (Response answer = browser.newCall(post).execute()) {
            return answer.code();
        }
    }
}
