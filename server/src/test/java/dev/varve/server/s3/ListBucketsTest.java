package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListBucketsTest {
    @TempDir Path directory;
    private HandlerKit kit;

    @BeforeEach
    void open() {
        kit = HandlerKit.open(directory);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    @Test
    void listsOwnBucketsOnly() {
        kit.bucket("b-two").bucket("a-one");
        kit.store("bob").buckets().create(new BucketName("bobs")).orThrow();
        Told told = kit.get("/").is(200);
        assertThat(told.xml().name()).isEqualTo("ListAllMyBucketsResult");
        assertThat(told.all("Buckets/Bucket/Name")).containsExactly("a-one", "b-two");
        assertThat(told.all("Buckets/Bucket/CreationDate"))
                .allMatch(date -> date.endsWith(".000Z"));
        assertThat(told.all("Buckets/Bucket/BucketRegion")).contains("us-east-1");
        assertThat(told.one("Owner/ID")).isEqualTo("alice");
        assertThat(told.one("Owner/DisplayName")).isEqualTo("Alice A.");
        assertThat(by("bob", "/").all("Buckets/Bucket/Name")).containsExactly("bobs");
        assertThat(by("root", "/").all("Buckets/Bucket/Name"))
                .containsExactly("a-one", "b-two", "bobs");
    }

    @Test
    void listsWhatScopedCallersMayRead() {
        kit.bucket("shared").bucket("other");
        assertThat(by("scoped", "/").all("Buckets/Bucket/Name")).containsExactly("shared");
    }

    @Test
    void answersEmptyListAndRefusesNobody() {
        assertThat(kit.get("/").is(200).all("Buckets/Bucket")).isEmpty();
        kit.send(SentRequest.of("GET", "/")).refused(403, "AccessDenied");
    }

    @Test
    void pagesAndFilters() {
        List<String> names = List.of("a-1", "a-2", "b-1", "b-2", "b-3");
        names.forEach(kit::bucket);
        kit.store("bob").buckets().create(new BucketName("b-25")).orThrow();
        List<String> seen = new ArrayList<>();
        Told page = kit.get("/?max-buckets=2");
        seen.addAll(page.all("Buckets/Bucket/Name"));
        while (!page.all("ContinuationToken").isEmpty()) {
            assertThat(page.all("Buckets/Bucket")).hasSize(2);
            page = kit.get("/?max-buckets=2&continuation-token=" + page.one("ContinuationToken"));
            seen.addAll(page.all("Buckets/Bucket/Name"));
        }
        assertThat(seen).isEqualTo(names);
        Told filtered = kit.get("/?prefix=b-");
        assertThat(filtered.all("Buckets/Bucket/Name")).containsExactly("b-1", "b-2", "b-3");
        assertThat(filtered.one("Prefix")).isEqualTo("b-");
        assertThat(kit.get("/?prefix=b-&max-buckets=3").all("ContinuationToken")).isEmpty();
        assertThat(kit.get("/?bucket-region=us-east-1").all("Buckets/Bucket")).hasSize(5);
        assertThat(kit.get("/?bucket-region=eu-west-1").all("Buckets/Bucket")).isEmpty();
    }

    @Test
    void refusesBadArguments() {
        for (String query :
                List.of(
                        "max-buckets=0",
                        "max-buckets=10001",
                        "max-buckets=x",
                        "continuation-token=bogus",
                        "continuation-token=")) {
            kit.get("/?" + query).refused(400, "InvalidArgument");
        }
    }

    private Told by(String user, String target) {
        return kit.send(SentRequest.of("GET", target).by(user));
    }
}
