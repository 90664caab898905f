package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import org.junit.jupiter.api.Test;

class ErrorDocumentTest {
    private final Target object = new Target("bucket", "a<b>&\"c\"");

    @Test
    void writesWhatHappenedAndWhereWithoutNamespace() {
        Failed failed = new Failed(ErrorCode.NO_SUCH_KEY, "The specified key does not exist.");
        Told told = told("GET", object, failed);
        assertThat(told.status()).isEqualTo(404);
        assertThat(told.headers().first("content-type")).contains("application/xml");
        assertThat(told.body())
                .isEqualTo(
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                + "<Error><Code>NoSuchKey</Code>"
                                + "<Message>The specified key does not exist.</Message>"
                                + "<BucketName>bucket</BucketName>"
                                + "<Key>a&lt;b&gt;&amp;&quot;c&quot;</Key>"
                                + "<Resource>/bucket/a&lt;b&gt;&amp;&quot;c&quot;</Resource>"
                                + "<RequestId>REQ1</RequestId><HostId>varve</HostId></Error>");
    }

    @Test
    void writesDetailsOnce() {
        Failed failed =
                new Failed(ErrorCode.AUTHORIZATION_HEADER_MALFORMED, "wrong region")
                        .detail("Region", "eu-west-1")
                        .detail("BucketName", "other");
        Told told = told("PUT", object, failed);
        assertThat(told.one("Region")).isEqualTo("eu-west-1");
        assertThat(told.one("BucketName")).isEqualTo("other");
        assertThat(told.one("Resource")).isEqualTo("/bucket/a<b>&\"c\"");
    }

    @Test
    void namesNoBucketOrKeyWhereThereIsNone() {
        Failed failed = new Failed(ErrorCode.ACCESS_DENIED, "Access Denied");
        Told service = told("GET", Target.SERVICE, failed);
        assertThat(service.all("BucketName")).isEmpty();
        assertThat(service.all("Key")).isEmpty();
        assertThat(service.one("Resource")).isEqualTo("/");
        assertThat(told("GET", new Target("b", ""), failed).one("Resource")).isEqualTo("/b");
    }

    @Test
    void keepsHeadersOfTheRefusal() {
        Failed failed =
                new Failed(ErrorCode.NO_SUCH_KEY, "gone").header("x-amz-delete-marker", "true");
        assertThat(told("GET", object, failed).headers().first("x-amz-delete-marker"))
                .contains("true");
        assertThat(told("HEAD", object, failed).headers().first("x-amz-delete-marker"))
                .contains("true");
    }

    @Test
    void leavesAnswersToHeadAndNotModifiedBare() {
        Told head = told("HEAD", object, new Failed(ErrorCode.NO_SUCH_KEY, "gone"));
        assertThat(head.status()).isEqualTo(404);
        assertThat(head.body()).isEmpty();
        Told unchanged = told("GET", object, new Failed(ErrorCode.NOT_MODIFIED, "Not Modified"));
        assertThat(unchanged.status()).isEqualTo(304);
        assertThat(unchanged.body()).isEmpty();
    }

    private static Told told(String method, Target target, Failed failed) {
        return Told.read(ErrorDocument.of(SentRequest.of(method, "/"), target, failed));
    }

    @Test
    void tellsOfRequestsThatTheHandlerNeverSaw() {
        Failed failed =
                new Failed(ErrorCode.INVALID_URI, "no")
                        .detail("A", "<1>")
                        .header("retry-after", "1");
        Told told = Told.read(S3Handler.ERRORS.render(failed, "REQ7", "/a%2F"));
        assertThat(told.status()).isEqualTo(400);
        assertThat(told.headers().first("retry-after")).contains("1");
        assertThat(told.body())
                .endsWith(
                        "<Error><Code>InvalidURI</Code><Message>no</Message><A>&lt;1&gt;</A>"
                                + "<Resource>/a%2F</Resource><RequestId>REQ7</RequestId>"
                                + "<HostId>varve</HostId></Error>");
        assertThat(Told.read(S3Handler.ERRORS.render(failed, "REQ7", "")).body())
                .doesNotContain("<Resource>");
    }
}
