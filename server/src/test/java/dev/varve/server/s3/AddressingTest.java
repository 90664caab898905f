package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressingTest {
    private final Addressing addressing = new Addressing(List.of("example.com", "s3.Example.com"));

    @Test
    void findsServiceBucketAndObjectInPath() {
        assertThat(inPath("/")).isEqualTo(Target.SERVICE);
        assertThat(inPath("/bucket")).isEqualTo(new Target("bucket", ""));
        assertThat(inPath("/bucket/")).isEqualTo(new Target("bucket", ""));
        assertThat(inPath("/bucket/key")).isEqualTo(new Target("bucket", "key"));
        assertThat(Target.SERVICE.level()).isEqualTo(Level.SERVICE);
        assertThat(inPath("/bucket/").level()).isEqualTo(Level.BUCKET);
        assertThat(inPath("/bucket/key").level()).isEqualTo(Level.OBJECT);
    }

    @Test
    void takesKeysAsTheyAre() {
        assertThat(inPath("/b/a//b").key()).isEqualTo("a//b");
        assertThat(inPath("/b//").key()).isEqualTo("/");
        assertThat(inPath("/b//a").key()).isEqualTo("/a");
        assertThat(inPath("/b/a/").key()).isEqualTo("a/");
        assertThat(inPath("/b/..").key()).isEqualTo("..");
        assertThat(inPath("/b/a/../c").key()).isEqualTo("a/../c");
        assertThat(inPath("/b/./a").key()).isEqualTo("./a");
        assertThat(inPath("/b/%2E%2E").key()).isEqualTo("..");
        assertThat(inPath("/b/a;v=1").key()).isEqualTo("a;v=1");
    }

    @Test
    void decodesKeysOnce() {
        assertThat(inPath("/b/a%2Fb").key()).isEqualTo("a/b");
        assertThat(inPath("/b/a%252Fb").key()).isEqualTo("a%2Fb");
        assertThat(inPath("/b/a+b%2Bc%20d").key()).isEqualTo("a+b+c d");
        assertThat(inPath("/b/%C3%A4%F0%90%80%80").key()).isEqualTo("ä\uD800\uDC00");
        assertThat(inPath("/b/%00").key()).isEqualTo("\0");
        assertThat(inPath("/my%2Dbucket/k").bucket()).isEqualTo("my-bucket");
    }

    @Test
    void refusesPathsThatAreNone() {
        for (String path : List.of("/b/%zz", "/b/%4", "/b/%ff%fe", "/%", "*", "http://h/b/k", "")) {
            assertThatThrownBy(() -> inPath(path))
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(Failed.class))
                    .extracting(Failed::code)
                    .isEqualTo(ErrorCode.INVALID_URI);
        }
    }

    @Test
    void refusesKeyWithoutBucket() {
        assertThatThrownBy(() -> inPath("//key"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(Failed.class))
                .extracting(Failed::code)
                .isEqualTo(ErrorCode.INVALID_BUCKET_NAME);
    }

    @Test
    void findsBucketInHost() {
        assertThat(at("bucket.example.com", "/")).isEqualTo(new Target("bucket", ""));
        assertThat(at("bucket.example.com:9000", "/k")).isEqualTo(new Target("bucket", "k"));
        assertThat(at("Bucket.Example.COM", "/a//b")).isEqualTo(new Target("bucket", "a//b"));
        assertThat(at("my.bucket.example.com", "/k")).isEqualTo(new Target("my.bucket", "k"));
        assertThat(at("bucket.s3.example.com", "/k")).isEqualTo(new Target("bucket", "k"));
    }

    @Test
    void takesPathOfOtherHosts() {
        for (String host :
                List.of(
                        "example.com",
                        "example.com:9000",
                        "s3.example.com",
                        "localhost:9000",
                        "127.0.0.1:9000",
                        "[::1]:9000",
                        "[::1]",
                        "notexample.com",
                        "")) {
            assertThat(at(host, "/bucket/key")).as(host).isEqualTo(new Target("bucket", "key"));
        }
    }

    private Target inPath(String path) {
        return at("localhost", path);
    }

    private Target at(String host, String path) {
        return addressing.target(SentRequest.of("GET", path).header("Host", host));
    }
}
