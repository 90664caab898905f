package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.server.http.Percent;
import dev.varve.server.store.Body;
import dev.varve.server.store.Preconditions;
import dev.varve.server.store.PutRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListObjectsV2Test {
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
    void namesOwnersOnlyWhenAsked() {
        kit.put("bucket", "a");
        Told plain = kit.get("/bucket?list-type=2").is(200);
        assertThat(plain.all("Contents/Owner")).isEmpty();
        assertThat(plain.all("Marker")).isEmpty();
        assertThat(kit.get("/bucket?list-type=2&fetch-owner=false").all("Contents/Owner"))
                .isEmpty();
        assertThat(kit.get("/bucket?list-type=2&fetch-owner=true").one("Contents/Owner/ID"))
                .isEqualTo("alice");
    }

    @Test
    void countsKeysAndCommonPrefixes() {
        kit.put("bucket", "a", "d/1", "d/2", "z");
        Told listed = kit.get("/bucket?list-type=2&delimiter=/");
        assertThat(listed.one("KeyCount")).isEqualTo("3");
        assertThat(listed.one("Name")).isEqualTo("bucket");
        assertThat(kit.get("/bucket?list-type=2&max-keys=0").one("KeyCount")).isEqualTo("0");
        assertThat(kit.get("/bucket?list-type=2&prefix=none").one("KeyCount")).isEqualTo("0");
    }

    @Test
    void pagesByToken() {
        List<String> keys = IntStream.range(10, 35).mapToObj(i -> "k/" + i).toList();
        kit.put("bucket", keys.toArray(String[]::new));
        List<String> seen = new ArrayList<>();
        Told page = kit.get("/bucket?list-type=2&max-keys=7");
        seen.addAll(page.all("Contents/Key"));
        while (page.one("IsTruncated").equals("true")) {
            String token = page.one("NextContinuationToken");
            page =
                    kit.get(
                            "/bucket?list-type=2&max-keys=7&continuation-token="
                                    + Percent.encode(token));
            assertThat(page.one("ContinuationToken")).isEqualTo(token);
            seen.addAll(page.all("Contents/Key"));
        }
        assertThat(page.all("NextContinuationToken")).isEmpty();
        assertThat(seen).isEqualTo(keys);
    }

    @Test
    void pagesOverCommonPrefixesOnce() {
        kit.put("bucket", "a/1", "a/2", "b/1", "c", "d/1");
        List<String> seen = new ArrayList<>();
        String token = "";
        Told page;
        do {
            page = kit.get("/bucket?list-type=2&delimiter=/&max-keys=1" + token);
            assertThat(page.one("KeyCount")).isEqualTo("1");
            seen.addAll(page.all("Contents/Key"));
            seen.addAll(page.all("CommonPrefixes/Prefix"));
            token =
                    page.all("NextContinuationToken").stream()
                            .map(next -> "&continuation-token=" + next)
                            .findFirst()
                            .orElse("");
        } while (!token.isEmpty());
        assertThat(seen).containsExactly("a/", "b/", "c", "d/");
    }

    @Test
    void refusesTokensThatItDidNotGive() {
        for (String bogus : List.of("bogus", "", "a/b", "AQAAAAA")) {
            kit.get("/bucket?list-type=2&continuation-token=" + Percent.encode(bogus))
                    .refused(400, "InvalidArgument");
        }
    }

    @Test
    void startsAfterKeyUnlessTokenSaysMore() {
        kit.put("bucket", "a", "b", "c", "d");
        Told listed = kit.get("/bucket?list-type=2&start-after=b");
        assertThat(listed.one("StartAfter")).isEqualTo("b");
        assertThat(listed.all("Contents/Key")).containsExactly("c", "d");
        String token =
                kit.get("/bucket?list-type=2&start-after=a&max-keys=2")
                        .one("NextContinuationToken");
        Told next =
                kit.get("/bucket?list-type=2&start-after=a&max-keys=2&continuation-token=" + token);
        assertThat(next.all("Contents/Key")).containsExactly("d");
        assertThat(next.one("StartAfter")).isEqualTo("a");
    }

    @Test
    void encodesAllNamesWhenAsked() {
        kit.put("bucket", "x+y/1", "x+y/2 3");
        Told listed = kit.get("/bucket?list-type=2&encoding-type=url&start-after=x%2B&prefix=x%2B");
        assertThat(listed.one("EncodingType")).isEqualTo("url");
        assertThat(listed.one("StartAfter")).isEqualTo("x%2B");
        assertThat(listed.one("Prefix")).isEqualTo("x%2B");
        assertThat(listed.all("Contents/Key")).containsExactly("x%2By/1", "x%2By/2%203");
    }

    @Test
    void saysWhichChecksumsObjectsHave() {
        kit.store("alice")
                .put(
                        new PutRequest(
                                new BucketName("bucket"),
                                ObjectKey.of("summed"),
                                Body.of(new byte[] {1, 2, 3}),
                                Attributes.NONE,
                                Preconditions.NONE,
                                Set.of(DigestAlgorithm.CRC32C)))
                .orThrow();
        Told listed = kit.get("/bucket?list-type=2");
        assertThat(listed.one("Contents/ChecksumAlgorithm")).isEqualTo("CRC32C");
        assertThat(listed.one("Contents/ChecksumType")).isEqualTo("FULL_OBJECT");
    }

    @Test
    void refusesOtherListTypes() {
        kit.get("/bucket?list-type=3").refused(400, "InvalidArgument");
        kit.get("/bucket?list-type=").refused(400, "InvalidArgument");
    }

    @Test
    void limitsScopedCallersToTheirPrefix() {
        kit.bucket("shared").put("shared", "in/a", "in/b", "out/c");
        assertThat(scoped("/shared?list-type=2&prefix=in/").is(200).all("Contents/Key"))
                .containsExactly("in/a", "in/b");
        scoped("/shared?list-type=2&prefix=in/a").is(200);
        scoped("/shared?list-type=2").refused(403, "AccessDenied");
        scoped("/shared?list-type=2&prefix=in").refused(403, "AccessDenied");
        scoped("/shared?list-type=2&prefix=out/").refused(403, "AccessDenied");
        scoped("/shared?versions").refused(403, "AccessDenied");
        scoped("/shared?uploads&prefix=in/").is(200);
        scoped("/bucket?list-type=2&prefix=in/").refused(403, "AccessDenied");
    }

    private Told scoped(String target) {
        return kit.send(SentRequest.of("GET", target).by("scoped"));
    }
}
