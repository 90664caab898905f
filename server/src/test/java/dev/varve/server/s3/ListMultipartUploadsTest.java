package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState.Attributes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListMultipartUploadsTest {
    private static final BucketName BUCKET = new BucketName("bucket");
    @TempDir Path directory;
    private HandlerKit kit;

    @BeforeEach
    void open() {
        kit = HandlerKit.open(directory).bucket("bucket");
    }

    @AfterEach
    void close() {
        kit.close();
    }

    @Test
    void describesOpenUploads() {
        String id = upload("alice", "key");
        Told listed = kit.get("/bucket?uploads").is(200);
        assertThat(listed.xml().name()).isEqualTo("ListMultipartUploadsResult");
        assertThat(listed.one("Bucket")).isEqualTo("bucket");
        assertThat(listed.one("MaxUploads")).isEqualTo("1000");
        assertThat(listed.one("IsTruncated")).isEqualTo("false");
        assertThat(listed.one("KeyMarker")).isEmpty();
        assertThat(listed.one("UploadIdMarker")).isEmpty();
        assertThat(listed.one("Upload/Key")).isEqualTo("key");
        assertThat(listed.one("Upload/UploadId")).isEqualTo(id);
        assertThat(listed.one("Upload/Initiator/ID")).isEqualTo("alice");
        assertThat(listed.one("Upload/Owner/DisplayName")).isEqualTo("Alice A.");
        assertThat(listed.one("Upload/StorageClass")).isEqualTo("STANDARD");
        assertThat(listed.one("Upload/Initiated")).endsWith(".000Z");
        assertThat(listed.all("Upload/ChecksumAlgorithm")).isEmpty();
    }

    @Test
    void tellsInitiatorFromOwnerAndTheChecksum() {
        kit.store("root")
                .uploads()
                .create(BUCKET, ObjectKey.of("key"), Attributes.NONE, DigestAlgorithm.SHA256, true)
                .orThrow();
        Told listed = kit.get("/bucket?uploads");
        assertThat(listed.one("Upload/Initiator/ID")).isEqualTo("root");
        assertThat(listed.one("Upload/Owner/ID")).isEqualTo("alice");
        assertThat(listed.one("Upload/ChecksumAlgorithm")).isEqualTo("SHA256");
        assertThat(listed.one("Upload/ChecksumType")).isEqualTo("COMPOSITE");
    }

    @Test
    void pagesWithinKeysAndOverCommonPrefixes() {
        List<String> ids = new ArrayList<>();
        for (String key : List.of("a", "a", "a", "b/1", "b/2", "c")) {
            ids.add(upload("alice", key));
        }
        for (int max = 1; max <= 3; max++) {
            assertThat(walk("uploads&max-uploads=" + max)).isEqualTo(ids);
            assertThat(walk("uploads&delimiter=/&max-uploads=" + max))
                    .containsExactlyInAnyOrder(
                            ids.get(0), ids.get(1), ids.get(2), "b/", ids.get(5));
        }
        assertThat(kit.get("/bucket?uploads&prefix=b/").all("Upload/Key"))
                .containsExactly("b/1", "b/2");
        assertThat(kit.get("/bucket?uploads&key-marker=a").all("Upload/Key"))
                .containsExactly("b/1", "b/2", "c");
        assertThat(kit.get("/bucket?uploads&max-uploads=0").all("Upload")).isEmpty();
    }

    @Test
    void refusesBadArguments() {
        kit.get("/bucket?uploads&key-marker=a&upload-id-marker=nonsense")
                .refused(400, "InvalidArgument");
        kit.get("/bucket?uploads&key-marker=" + "k".repeat(1025)).refused(400, "InvalidArgument");
        kit.get("/bucket?uploads&max-uploads=-1").refused(400, "InvalidArgument");
        kit.get("/bucket?uploads&max-uploads=x").refused(400, "InvalidArgument");
        kit.get("/bucket?uploads&encoding-type=x").refused(400, "InvalidArgument");
    }

    @Test
    void ignoresUploadMarkerWithoutKey() {
        upload("alice", "a");
        assertThat(kit.get("/bucket?uploads&upload-id-marker=x").all("Upload/Key"))
                .containsExactly("a");
    }

    @Test
    void encodesAllNamesWhenAsked() {
        upload("alice", "a+b");
        upload("alice", "c d");
        Told listed = kit.get("/bucket?uploads&encoding-type=url&key-marker=%2B&max-uploads=1");
        assertThat(listed.one("Upload/Key")).isEqualTo("a%2Bb");
        assertThat(listed.one("KeyMarker")).isEqualTo("%2B");
        assertThat(listed.one("NextKeyMarker")).isEqualTo("a%2Bb");
    }

    private String upload(String user, String key) {
        return kit.store(user).uploads().create(BUCKET, ObjectKey.of(key)).orThrow().toString();
    }

    private List<String> walk(String query) {
        List<String> seen = new ArrayList<>();
        Told page = kit.get("/bucket?" + query);
        add(seen, page);
        while (page.one("IsTruncated").equals("true")) {
            String upload =
                    page.all("NextUploadIdMarker").stream()
                            .map(id -> "&upload-id-marker=" + id)
                            .findFirst()
                            .orElse("");
            page =
                    kit.get(
                            "/bucket?"
                                    + query
                                    + "&key-marker="
                                    + page.one("NextKeyMarker")
                                    + upload);
            add(seen, page);
        }
        return seen;
    }

    private static void add(List<String> seen, Told page) {
        page.xml()
                .children()
                .forEach(element -> {
                    element.text("UploadId").ifPresent(seen::add);
                    if (element.name().equals("CommonPrefixes")) {
                        seen.add(element.text("Prefix").orElseThrow());
                    }
                });
    }
}
