package dev.varve.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ErrorRendererTest {
    @Test
    void writesADocumentThatNothingInItCanBreak() throws IOException {
        Failed failed =
                new Failed(ErrorCode.NO_SUCH_KEY, "<&\">\u0000 \u4f60")
                        .detail("Key", "]]>")
                        .header("x-amz-delete-marker", "true");
        HttpResponse response = ErrorRenderer.PLAIN.render(failed, "ID", "/b/k");
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.headers().first("content-type")).contains("application/xml");
        assertThat(response.headers().first("x-amz-delete-marker")).contains("true");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        response.content().writeTo(out);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                + "<Error><Code>NoSuchKey</Code>"
                                + "<Message>&lt;&amp;&quot;&gt;? \u4f60</Message>"
                                + "<Key>]]&gt;</Key><RequestId>ID</RequestId></Error>");
    }
}
