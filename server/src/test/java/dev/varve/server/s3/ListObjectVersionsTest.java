package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.ObjectKey;
import dev.varve.server.s3.xml.XmlInput.Element;
import dev.varve.server.store.SettingsChange;
import dev.varve.server.store.VersionRef;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListObjectVersionsTest {
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
    void callsVersionsOfUnversionedBucketsNull() {
        kit.put("bucket", "a", "b");
        Told listed = kit.get("/bucket?versions").is(200);
        assertThat(listed.xml().name()).isEqualTo("ListVersionsResult");
        assertThat(listed.all("Version/VersionId")).containsExactly("null", "null");
        assertThat(listed.all("Version/IsLatest")).containsExactly("true", "true");
        assertThat(listed.all("Version/Key")).containsExactly("a", "b");
        assertThat(listed.all("Version/Owner/ID")).containsExactly("alice", "alice");
        assertThat(listed.all("Version/StorageClass")).containsExactly("STANDARD", "STANDARD");
        assertThat(listed.all("Version/Size")).containsExactly("1", "1");
        assertThat(listed.one("KeyMarker")).isEmpty();
        assertThat(listed.one("VersionIdMarker")).isEmpty();
        assertThat(listed.one("IsTruncated")).isEqualTo("false");
    }

    @Test
    void listsNewestFirstWithDeleteMarkers() {
        kit.put("bucket", "a");
        enableVersioning();
        String second = kit.write("bucket", "a").version().toString();
        kit.store("alice").delete(BUCKET, ObjectKey.of("a")).orThrow();
        kit.put("bucket", "b");
        Told listed = kit.get("/bucket?versions");
        assertThat(kinds(listed))
                .containsExactly("DeleteMarker a", "Version a", "Version a", "Version b");
        assertThat(listed.one("DeleteMarker/IsLatest")).isEqualTo("true");
        assertThat(listed.one("DeleteMarker/VersionId")).hasSize(32);
        assertThat(listed.one("DeleteMarker/Owner/ID")).isEqualTo("alice");
        assertThat(listed.one("DeleteMarker/LastModified")).endsWith(".000Z");
        assertThat(listed.all("DeleteMarker/Size")).isEmpty();
        assertThat(listed.all("Version/VersionId").subList(0, 2)).containsExactly(second, "null");
        assertThat(listed.all("Version/IsLatest")).containsExactly("false", "false", "true");
    }

    @Test
    void pagesWithinKeys() {
        kit.put("bucket", "a");
        enableVersioning();
        kit.put("bucket", "a", "a", "b", "c/1", "c/2", "d");
        for (int max = 1; max <= 4; max++) {
            assertThat(walk("versions&max-keys=" + max)).hasSize(7);
            assertThat(walk("versions&delimiter=/&max-keys=" + max))
                    .containsExactlyInAnyOrder(
                            "Version a", "Version a", "Version a", "Version b", "c/", "Version d");
        }
    }

    @Test
    void goesOnThoughTheMarkerIsDeleted() {
        kit.put("bucket", "a", "b", "c");
        Told page = kit.get("/bucket?versions&max-keys=1");
        kit.store("alice")
                .deleteVersion(BUCKET, ObjectKey.of("a"), VersionRef.NULL, false)
                .orThrow();
        Told next = kit.get("/bucket?versions&" + markers(page));
        assertThat(next.all("Version/Key")).containsExactly("b", "c");
    }

    @Test
    void takesNullAsMarker() {
        kit.put("bucket", "a");
        enableVersioning();
        kit.put("bucket", "a", "b");
        Told next = kit.get("/bucket?versions&key-marker=a&version-id-marker=null");
        assertThat(kinds(next)).containsExactly("Version b");
        kit.get("/bucket?versions&key-marker=b&version-id-marker=null")
                .refused(400, "InvalidArgument");
    }

    @Test
    void skipsTheWholeKeyWithoutVersionMarker() {
        enableVersioning();
        kit.put("bucket", "a", "a", "b");
        Told listed = kit.get("/bucket?versions&key-marker=a");
        assertThat(kinds(listed)).containsExactly("Version b");
        assertThat(listed.one("KeyMarker")).isEqualTo("a");
        assertThat(kinds(kit.get("/bucket?versions&key-marker=a&version-id-marker=")))
                .containsExactly("Version b");
    }

    @Test
    void refusesBadMarkers() {
        kit.get("/bucket?versions&version-id-marker=null").refused(400, "InvalidArgument");
        kit.get("/bucket?versions&key-marker=a&version-id-marker=nonsense")
                .refused(400, "InvalidArgument");
        kit.get("/bucket?versions&max-keys=-1").refused(400, "InvalidArgument");
    }

    @Test
    void encodesAllNamesWhenAsked() {
        kit.put("bucket", "a+b", "c d");
        Told listed =
                kit.get("/bucket?versions&encoding-type=url&key-marker=%2B&max-keys=1&prefix=");
        assertThat(listed.one("Version/Key")).isEqualTo("a%2Bb");
        assertThat(listed.one("KeyMarker")).isEqualTo("%2B");
        assertThat(listed.one("NextKeyMarker")).isEqualTo("a%2Bb");
    }

    private void enableVersioning() {
        kit.store("alice")
                .buckets()
                .change(BUCKET, new SettingsChange.SetVersioning(Versioning.ENABLED))
                .orThrow();
    }

    private List<String> walk(String query) {
        List<String> seen = new ArrayList<>();
        Told page = kit.get("/bucket?" + query);
        seen.addAll(kinds(page));
        while (page.one("IsTruncated").equals("true")) {
            page = kit.get("/bucket?" + query + "&" + markers(page));
            seen.addAll(kinds(page));
        }
        assertThat(page.all("NextKeyMarker")).isEmpty();
        return seen;
    }

    private static String markers(Told page) {
        String version =
                page.all("NextVersionIdMarker").stream()
                        .map(id -> "&version-id-marker=" + id)
                        .findFirst()
                        .orElse("");
        return "key-marker=" + page.one("NextKeyMarker") + version;
    }

    /// Versions, markers and common prefixes in the order of the document.
    private static List<String> kinds(Told page) {
        List<String> kinds = new ArrayList<>();
        for (Element element : page.xml().children()) {
            switch (element.name()) {
                case "Version", "DeleteMarker" ->
                        kinds.add(element.name() + " " + element.text("Key").orElseThrow());
                case "CommonPrefixes" -> kinds.add(element.text("Prefix").orElseThrow());
                default -> {}
            }
        }
        return kinds;
    }
}
