package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListObjectsTest {
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
    void describesObjects() {
        kit.put("bucket", "key");
        Told listed = kit.get("/bucket").is(200);
        assertThat(listed.headers().first("content-type")).contains("application/xml");
        assertThat(listed.body())
                .startsWith(
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult"
                                + " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
        assertThat(listed.one("Name")).isEqualTo("bucket");
        assertThat(listed.one("Prefix")).isEmpty();
        assertThat(listed.one("Marker")).isEmpty();
        assertThat(listed.one("MaxKeys")).isEqualTo("1000");
        assertThat(listed.one("IsTruncated")).isEqualTo("false");
        assertThat(listed.all("Delimiter")).isEmpty();
        assertThat(listed.all("EncodingType")).isEmpty();
        assertThat(listed.all("NextMarker")).isEmpty();
        assertThat(listed.one("Contents/Key")).isEqualTo("key");
        assertThat(listed.one("Contents/LastModified"))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.000Z");
        assertThat(listed.body())
                .contains("<ETag>&quot;3c6e0b8a9c15224a8228b9a98ca1531d&quot;</ETag>");
        assertThat(listed.one("Contents/Size")).isEqualTo("3");
        assertThat(listed.one("Contents/StorageClass")).isEqualTo("STANDARD");
        assertThat(listed.one("Contents/Owner/ID")).isEqualTo("alice");
        assertThat(listed.one("Contents/Owner/DisplayName")).isEqualTo("Alice A.");
    }

    @Test
    void ordersByBytesOfUtf8() {
        String late = "\uD800\uDC00";
        String early = "\uFFFD";
        kit.put("bucket", late, early, "b", "B", "a/", "a", "a/b");
        assertThat(kit.get("/bucket").all("Contents/Key"))
                .containsExactly("B", "a", "a/", "a/b", "b", early, late);
    }

    /// What a database takes for any character, and letters of the other case.
    @Test
    void takesWildcardsOfOthersAsTheyAre() {
        kit.put("bucket", "a%b", "a*b", "a_b", "axb", "A_B");
        assertThat(kit.get("/bucket?prefix=a_").all("Contents/Key")).containsExactly("a_b");
        assertThat(kit.get("/bucket?prefix=a%25").all("Contents/Key")).containsExactly("a%b");
        assertThat(kit.get("/bucket?prefix=a*").all("Contents/Key")).containsExactly("a*b");
        assertThat(kit.get("/bucket?prefix=A").all("Contents/Key")).containsExactly("A_B");
    }

    @Test
    void isNotTruncatedWhereThePageIsExactlyFull() {
        kit.put("bucket", "a", "b/1", "b/2", "c");
        assertThat(kit.get("/bucket?max-keys=4").one("IsTruncated")).isEqualTo("false");
        assertThat(kit.get("/bucket?max-keys=3&delimiter=/").one("IsTruncated")).isEqualTo("false");
        assertThat(kit.get("/bucket?max-keys=3").one("IsTruncated")).isEqualTo("true");
    }

    @Test
    void rollsUpAtDelimiter() {
        kit.put("bucket", "a", "dir/1", "dir/2", "dir/sub/3", "e/", "z");
        Told listed = kit.get("/bucket?delimiter=/");
        assertThat(listed.one("Delimiter")).isEqualTo("/");
        assertThat(listed.all("Contents/Key")).containsExactly("a", "z");
        assertThat(listed.all("CommonPrefixes/Prefix")).containsExactly("dir/", "e/");
        Told below = kit.get("/bucket?delimiter=%2F&prefix=dir/");
        assertThat(below.one("Prefix")).isEqualTo("dir/");
        assertThat(below.all("Contents/Key")).containsExactly("dir/1", "dir/2");
        assertThat(below.all("CommonPrefixes/Prefix")).containsExactly("dir/sub/");
    }

    @Test
    void takesDelimitersOfSeveralCharactersAndNone() {
        kit.put("bucket", "a--b--c", "a-b", "x");
        Told listed = kit.get("/bucket?delimiter=--");
        assertThat(listed.all("Contents/Key")).containsExactly("a-b", "x");
        assertThat(listed.all("CommonPrefixes/Prefix")).containsExactly("a--");
        Told empty = kit.get("/bucket?delimiter=");
        assertThat(empty.all("Delimiter")).isEmpty();
        assertThat(empty.all("Contents/Key")).containsExactly("a--b--c", "a-b", "x");
        assertThat(kit.get("/bucket?delimiter=%0a").one("Delimiter")).isEqualTo("\n");
    }

    @Test
    void pagesByMarker() {
        kit.put("bucket", "a", "b", "c", "d", "e");
        List<String> seen = new ArrayList<>();
        String marker = "";
        Told page;
        do {
            page = kit.get("/bucket?max-keys=2&marker=" + marker);
            assertThat(page.one("Marker")).isEqualTo(marker);
            assertThat(page.one("MaxKeys")).isEqualTo("2");
            assertThat(page.all("NextMarker")).isEmpty();
            seen.addAll(page.all("Contents/Key"));
            marker = seen.getLast();
        } while (page.one("IsTruncated").equals("true"));
        assertThat(seen).containsExactly("a", "b", "c", "d", "e");
        assertThat(kit.get("/bucket?marker=zzz").all("Contents/Key")).isEmpty();
        assertThat(kit.get("/bucket?marker=bb").all("Contents/Key")).containsExactly("c", "d", "e");
    }

    @Test
    void givesNextMarkerWithDelimiterAndEachCommonPrefixOnce() {
        kit.put("bucket", "a", "b/1", "b/2", "c/1", "d");
        List<String> seen = new ArrayList<>();
        String marker = "";
        for (String expected : List.of("a", "b/", "c/")) {
            Told page = kit.get("/bucket?delimiter=/&max-keys=1&marker=" + marker);
            assertThat(page.one("IsTruncated")).isEqualTo("true");
            assertThat(page.one("NextMarker")).isEqualTo(expected);
            seen.addAll(page.all("Contents/Key"));
            seen.addAll(page.all("CommonPrefixes/Prefix"));
            marker = page.one("NextMarker");
        }
        Told last = kit.get("/bucket?delimiter=/&max-keys=1&marker=" + marker);
        assertThat(last.all("Contents/Key")).containsExactly("d");
        assertThat(last.one("IsTruncated")).isEqualTo("false");
        assertThat(seen).containsExactly("a", "b/", "c/");
    }

    @Test
    void answersMaxKeysOfZeroEmptyAndNotTruncated() {
        kit.put("bucket", "a");
        Told listed = kit.get("/bucket?max-keys=0").is(200);
        assertThat(listed.one("MaxKeys")).isEqualTo("0");
        assertThat(listed.one("IsTruncated")).isEqualTo("false");
        assertThat(listed.all("Contents")).isEmpty();
        kit.get("/bucket?max-keys=-1").refused(400, "InvalidArgument");
        kit.get("/bucket?max-keys=abc").refused(400, "InvalidArgument");
        assertThat(kit.get("/bucket?max-keys=5000").one("MaxKeys")).isEqualTo("1000");
    }

    @Test
    void encodesAllNamesWhenAsked() {
        kit.put("bucket", "a+b c", "p+/q r", "\u0001");
        Told listed =
                kit.get("/bucket?encoding-type=url&delimiter=%2B/&prefix=&marker=%20&max-keys=1");
        assertThat(listed.one("EncodingType")).isEqualTo("url");
        assertThat(listed.one("Delimiter")).isEqualTo("%2B/");
        assertThat(listed.one("Marker")).isEqualTo("%20");
        assertThat(listed.one("NextMarker")).isEqualTo("a%2Bb%20c");
        assertThat(listed.one("Contents/Key")).isEqualTo("a%2Bb%20c");
        Told next = kit.get("/bucket?encoding-type=url&delimiter=%2B/&marker=a%2Bb%20c");
        assertThat(next.all("CommonPrefixes/Prefix")).containsExactly("p%2B/");
        assertThat(kit.get("/bucket?encoding-type=url&prefix=%01").one("Contents/Key"))
                .isEqualTo("%01");
        kit.get("/bucket?encoding-type=base64").refused(400, "InvalidArgument");
    }

    @Test
    void listsKeysThatArePrefixesOfOthers() {
        kit.put("bucket", "a", "a/", "a/b", "a//b", "..", "/");
        assertThat(kit.get("/bucket").all("Contents/Key"))
                .containsExactly("..", "/", "a", "a/", "a//b", "a/b");
        assertThat(kit.get("/bucket?delimiter=/").all("CommonPrefixes/Prefix"))
                .containsExactly("/", "a/");
    }

    @Test
    void refusesMissingBucketAndOthers() {
        kit.get("/missing").refused(404, "NoSuchBucket");
        kit.send(SentRequest.of("GET", "/bucket").by("bob")).refused(403, "AccessDenied");
        kit.send(SentRequest.of("GET", "/bucket")).refused(403, "AccessDenied");
    }
}
