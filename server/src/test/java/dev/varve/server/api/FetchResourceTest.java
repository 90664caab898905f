package dev.varve.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.Metadata;
import dev.varve.log.ObjectKey;
import dev.varve.projections.objects.Version;
import dev.varve.server.fetch.FetchSettings;
import dev.varve.server.fetch.Fetcher;
import dev.varve.server.fetch.OtherServer;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.ReadRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FetchResourceTest {
    private static final BucketName BUCKET = new BucketName("photos");
    private static final String OK =
            "HTTP/1.1 200 OK\nContent-Type: text/css\nContent-Length: 5\n\nbytes";

    /// SHA-256 of `bytes`.
    private static final String DIGEST =
            "277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9";

    @TempDir private Path directory;
    private OtherServer server;
    private ApiKit kit;
    private volatile String answer = OK;

    @BeforeEach
    void open() {
        server = OtherServer.start((request, out) -> OtherServer.write(out, answer));
        FetchSettings settings =
                new FetchSettings(
                        true,
                        Set.of(server.port()),
                        List.of(),
                        List.of(),
                        4,
                        1 << 20,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        0);
        kit =
                ApiKit.open(directory, new FetchResource(new Fetcher(settings, address -> false)))
                        .bucket("photos");
    }

    @AfterEach
    void close() {
        kit.close();
        server.close();
    }

    private Told fetch(String user, String fields) {
        String form =
                "{'url':'http://127.0.0.1:%d/a','key':'k'%s}"
                        .formatted(server.port(), fields.isEmpty() ? "" : "," + fields);
        return kit.request("POST", "/v1/buckets/photos/fetch")
                .by(user)
                .body(form.replace('\'', '"'))
                .send();
    }

    private Outcome<Version> head() {
        return kit.store("alice").head(ReadRequest.of(BUCKET, ObjectKey.of("k")));
    }

    @Test
    void storesWhatItFetched() {
        Told made = fetch("alice", "'metadata':{'From':'there'}").is(201);

        Version version = head().orThrow();
        assertThat(made.text("/version")).isEqualTo(version.id().toString());
        assertThat(version.size()).isEqualTo(5);
        Metadata metadata = version.object().attributes().metadata();
        assertThat(metadata.system()).containsEntry("content-type", "text/css");
        assertThat(metadata.user()).containsEntry("from", "there");
    }

    @Test
    void takesTheTypeOfTheCallerFirst() {
        answer = "HTTP/1.1 200 OK\nContent-Type: text/css\nContent-Encoding: br\n\nbytes";
        fetch("alice", "'content_type':'image/png'").is(201);
        assertThat(head().orThrow().object().attributes().metadata().system())
                .containsEntry("content-type", "image/png")
                .containsEntry("content-encoding", "br");
    }

    @Test
    void keepsToDigestSizeAndConditions() {
        fetch("alice", "'digest':'" + "0".repeat(64) + "'").refused(400, "BadDigest");
        fetch("alice", "'max_size':4").refused(413, "EntityTooLarge");
        fetch("alice", "'if_match':'\\\"none\\\"'").refused(404, "NoSuchKey");
        assertThat(head().isDone()).isFalse();

        fetch("alice", "'digest':'" + DIGEST + "','max_size':5,'if_none_match':'*'").is(201);
        fetch("alice", "'if_none_match':'*'").refused(412, "PreconditionFailed");
    }

    @Test
    void leavesNothingOfWhatBroke() {
        answer = "HTTP/1.1 200 OK\nContent-Length: 9\n\nshort";
        fetch("alice", "").refused(502, "FetchFailed");
        answer = "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nbytes\n";
        fetch("alice", "").refused(502, "FetchFailed");
        answer = "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nbytes\n0\n\n";
        fetch("alice", "'max_size':4").refused(413, "EntityTooLarge");
        assertThat(head().isDone()).isFalse();
    }

    @Test
    void echoesNothingOfTheAnswer() {
        answer = "HTTP/1.1 500 Secret\nContent-Length: 6\n\nsecret";
        Told told = fetch("alice", "").refused(502, "FetchFailed");
        assertThat(told.body()).doesNotContainIgnoringCase("secret");
    }

    @Test
    void isForThoseWhoMayWriteThere() {
        fetch("bob", "").refused(403, "AccessDenied");
        fetch("", "").refused(401, "Unauthenticated");
        kit.send("POST", "/v1/buckets/none/fetch", "{\"url\":\"http://a/\",\"key\":\"k\"}")
                .refused(404, "NoSuchBucket");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {'key':'k'}                                                  | 400 | InvalidArgument
                    {'url':'http://example.com/'}                                | 400 | InvalidArgument
                    {'url':'http://exa mple/','key':'k'}                         | 400 | InvalidArgument
                    {'url':'http://a/','key':'k','max_size':-1}                  | 400 | InvalidArgument
                    {'url':'http://a/','key':'k','digest':'1'}                   | 400 | InvalidArgument
                    {'url':'http://a/','key':'k','content_type':'a\\nb'}         | 400 | InvalidArgument
                    {'url':'http://a/','key':'k','metadata':{'a b':'c'}}         | 400 | InvalidArgument
                    {'url':'http://a/','key':'k','metadata':{'a':null}}          | 400 | InvalidArgument
                    {'url':'http://a/','key':'k','metadata':{'a':'b\\r\\nc'}}    | 400 | InvalidArgument
                    {'url':'http://a/','key':'k','metadata':{'a':'b','A':'c'}}   | 400 | InvalidArgument
                    {'url':'http://a/','key':'k','headers':{}}                   | 400 | MalformedJSON
                    {'url':'file:///etc/passwd','key':'k'}                       | 403 | FetchRefused
                    {'url':'http://127.0.0.1:1/','key':'k'}                      | 403 | FetchRefused
                    {'url':'http://169.254.169.254/','key':'k'}                  | 403 | FetchRefused
                    {'url':'http://[::ffff:127.0.0.1]/','key':'k'}               | 403 | FetchRefused
                    {'url':'http://0x7f000001/','key':'k'}                       | 403 | FetchRefused
                    """)
    void refusesNonsense(String form, int status, String code) {
        kit.send("POST", "/v1/buckets/photos/fetch", form.replace('\'', '"')).refused(status, code);
        assertThat(head().isDone()).isFalse();
    }

    @Test
    void refusesMuchMetadata() {
        fetch("alice", "'metadata':{'a':'" + "x".repeat(2048) + "'}")
                .refused(400, "MetadataTooLarge");
    }
}
