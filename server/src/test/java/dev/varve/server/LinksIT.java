package dev.varve.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.auth.User;
import dev.varve.server.config.Configuration;
import dev.varve.server.config.Inputs;
import dev.varve.server.config.ServerConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Links over real sockets.
@Timeout(120)
class LinksIT {
    @TempDir private Path directory;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Running running;

    @BeforeEach
    void start() throws Exception {
        running = Main.start(config());
        assertThat(curl("-X", "PUT", url("/photos"))).isEmpty();
    }

    @AfterEach
    void close() {
        client.close();
        running.close();
    }

    private ServerConfig config() {
        List<Inputs.Flag> flags = new ArrayList<>();
        Map.of(
                        "data", directory.resolve("data").toString(),
                        "listen", "127.0.0.1:0",
                        "access-log.target", directory.resolve("access.log").toString(),
                        "space.reserve-bytes", "0",
                        "space.min-free-bytes", "0")
                .forEach((key, text) -> flags.add(new Inputs.Flag("--set", key, text)));
        return Configuration.load(new Inputs(flags, Map.of(), Optional.empty())).server();
    }

    private String url(String path) {
        return running.address().url(false).replaceAll("/$", "") + path;
    }

    /// As the first user, who signs.
    private String curl(String... arguments) throws IOException, InterruptedException {
        User admin = running.adminKey().orElseThrow().user();
        List<String> command = new ArrayList<>(List.of("curl", "-sS"));
        command.addAll(List.of("--aws-sigv4", "aws:amz:us-east-1:s3"));
        command.addAll(List.of("-H", "x-amz-content-sha256: UNSIGNED-PAYLOAD"));
        command.addAll(List.of("-u", admin.accessKey() + ":" + admin.secretKey()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "curl", "");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output);
    }

    /// @param fields with `'` for `"`
    private String link(String method, String fields) throws Exception {
        String form =
                "{'method':'%s','bucket':'photos','key':'k'%s}"
                        .formatted(method, fields.isEmpty() ? "" : "," + fields);
        String answer = curl(url("/v1/links"), "-d", form.replace('\'', '"'));
        assertThat(answer).contains("\"url\":");
        return answer.replaceAll(".*\"url\":\"([^\"]*)\".*", "$1");
    }

    private HttpResponse<String> send(String method, String link, BodyPublisher body)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(link)).method(method, body).build();
        return client.send(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String link) throws Exception {
        return send("GET", link, BodyPublishers.noBody());
    }

    /// What is stored under the key, by a link of its own.
    private int stored() throws Exception {
        return get(link("GET", "")).statusCode();
    }

    private static BodyPublisher chunked(byte[] bytes) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
    }

    @Test
    void refusesChunksBeyondItsLimitAndKeepsNothing() throws Exception {
        String link = link("PUT", "'max_size':100000,'single_use':true");
        HttpResponse<String> refused = send("PUT", link, chunked(new byte[100_001]));
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).contains("EntityTooLarge");
        assertThat(stored()).isEqualTo(404);

        assertThat(send("PUT", link, chunked(new byte[100_000])).statusCode()).isEqualTo(201);
        assertThat(stored()).isEqualTo(200);
    }

    /// Not a byte of the body is sent, and none is asked for.
    @Test
    void refusesLengthBeyondItsLimitBeforeItReads() throws Exception {
        String path = URI.create(link("PUT", "'max_size':10")).getPath();
        try (Socket socket = connect()) {
            write(
                    socket,
                    "PUT "
                            + path
                            + " HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000000\r\n"
                            + "Expect: 100-continue\r\n\r\n");
            assertThat(line(socket.getInputStream())).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void isNotSpentByUploadThatIsCut() throws Exception {
        String link = link("PUT", "'single_use':true");
        String path = URI.create(link).getPath();
        try (Socket socket = connect()) {
            write(
                    socket,
                    "PUT " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\nhalf");
        }
        assertThat(stored()).isEqualTo(404);
        assertThat(send("PUT", link, BodyPublishers.ofString("whole")).statusCode()).isEqualTo(201);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), running.address().port());
        socket.setSoTimeout(Math.toIntExact(Duration.ofSeconds(30).toMillis()));
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    @Test
    void letsOneOfManyUploadsWin() throws Exception {
        for (int round = 0; round < 5; round++) {
            String link = link("PUT", "'single_use':true");
            List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                sent.add(
                        client.sendAsync(
                                HttpRequest.newBuilder(URI.create(link))
                                        .PUT(BodyPublishers.ofString("upload " + i))
                                        .build(),
                                BodyHandlers.ofString()));
            }
            List<Integer> statuses =
                    sent.stream().map(each -> each.join().statusCode()).sorted().toList();
            assertThat(statuses).containsExactly(201, 410, 410, 410, 410, 410, 410, 410);
        }
    }

    @Test
    void letsOneOfManyDownloadsWin() throws Exception {
        send("PUT", link("PUT", ""), BodyPublishers.ofString("bytes"));
        String link = link("GET", "'single_use':true");
        List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            sent.add(
                    client.sendAsync(
                            HttpRequest.newBuilder(URI.create(link)).build(),
                            BodyHandlers.ofString()));
        }
        List<String> bodies =
                sent.stream()
                        .map(CompletableFuture::join)
                        .filter(answer -> answer.statusCode() == 200)
                        .map(HttpResponse::body)
                        .toList();
        assertThat(bodies).containsExactly("bytes");
    }

    @Test
    void keepsWhatItHandedOutAndEndedOverRestart() throws Exception {
        String good = link("PUT", "");
        String ended = link("GET", "'single_use':true");
        send("PUT", good, BodyPublishers.ofString("bytes"));
        assertThat(get(ended).statusCode()).isEqualTo(200);
        running.close();
        running = Main.start(config());

        String moved = url(URI.create(ended).getPath());
        assertThat(get(moved).body()).contains("LinkSpent");
        String again = url(URI.create(good).getPath());
        assertThat(send("PUT", again, BodyPublishers.ofString("more")).statusCode()).isEqualTo(201);
    }

    @Test
    void isUsedByPlainCurl() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "bytes");
        run(List.of("curl", "-sS", "-f", "-T", file.toString(), link("PUT", "'max_size':9")));
        assertThat(run(List.of("curl", "-sS", link("GET", "")))).isEqualTo("bytes");
        assertThat(run(List.of("curl", "-sS", "-r", "1-2", link("GET", "")))).isEqualTo("yt");
        assertThat(run(List.of("curl", "-sS", "-I", link("GET", ""))))
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("content-length: 5");
        assertThat(run(List.of("curl", "-sS", "-X", "DELETE", link("DELETE", "")))).isEmpty();
        assertThat(stored()).isEqualTo(404);
    }

    /// With the settings as they are.
    @Test
    void fetchesNothingFromItself() throws Exception {
        for (String address :
                new String[] {url("/metrics"), "http://169.254.169.254/", "file:///"}) {
            String form = "{\"url\":\"" + address + "\",\"key\":\"k\"}";
            assertThat(curl(url("/v1/buckets/photos/fetch"), "-d", form)).contains("FetchRefused");
        }
        assertThat(stored()).isEqualTo(404);
    }
}
