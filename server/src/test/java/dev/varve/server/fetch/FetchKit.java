package dev.varve.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.fetch.FetchFailure.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/// Fetches from a made-up Internet: names have the addresses that a test gives them, one answer after the
/// other, and every public address leads to one server of this machine.
final class FetchKit implements Resolver, Connector {
    private static final Pattern SPACE = Pattern.compile(" ");
    static final String PUBLIC = "93.184.216.34";

    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<InetSocketAddress> connected = new CopyOnWriteArrayList<>();
    private final Map<String, List<List<InetAddress>>> names = new HashMap<>();
    private final Map<InetAddress, Integer> hosts = new HashMap<>();
    private FetchSettings settings = settings(Duration.ofSeconds(5), Duration.ofSeconds(20));
    private SSLContext tls;

    FetchKit() throws Exception {
        tls = SSLContext.getDefault();
    }

    static FetchSettings settings(Duration idle, Duration total) {
        return new FetchSettings(
                false,
                Set.of(80, 443),
                List.of(),
                List.of(".denied.example"),
                2,
                1 << 20,
                idle,
                idle,
                total,
                1024);
    }

    FetchKit with(FetchSettings changed) {
        settings = changed;
        return this;
    }

    FetchKit trusting(SSLContext changed) {
        tls = changed;
        return this;
    }

    /// What a name stands for each time that it is asked for; the last answer stays.
    FetchKit name(String host, String... answers) {
        List<List<InetAddress>> all = new ArrayList<>();
        for (String answer : answers) {
            List<InetAddress> addresses = new ArrayList<>();
            for (String each : SPACE.splitAsStream(answer).toList()) {
                addresses.add(InetAddress.ofLiteral(each));
            }
            all.add(addresses);
        }
        names.put(host, all);
        return this;
    }

    /// Where connections to an address end up.
    FetchKit leads(String address, OtherServer server) {
        hosts.put(InetAddress.ofLiteral(address), server.port());
        return this;
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        asked.add(host);
        List<List<InetAddress>> answers = names.get(host);
        if (answers == null) {
            throw new UnknownHostException(host);
        }
        return answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
    }

    @Override
    public Socket connect(InetSocketAddress address, Duration within) throws IOException {
        connected.add(address);
        Integer port = hosts.get(address.getAddress());
        if (port == null) {
            throw new IOException("nobody there");
        }
        return Connector.DIRECT.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), within);
    }

    Fetcher fetcher() {
        return new Fetcher(settings, address -> false, this, this, tls);
    }

    String body(String url) throws IOException {
        try (Fetched fetched = fetcher().fetch(url, Long.MAX_VALUE)) {
            return new String(fetched.bytes().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// Fails as it should, before the body or in it.
    FetchFailure fails(String url, Kind kind) {
        return fails(url, Long.MAX_VALUE, kind);
    }

    FetchFailure fails(String url, long most, Kind kind) {
        try (Fetched fetched = fetcher().fetch(url, most)) {
            int bytes = fetched.bytes().readAllBytes().length;
            throw new AssertionError(url + " gave " + bytes + " bytes");
        } catch (FetchFailure e) {
            assertThat(e.kind()).as(e.text()).isEqualTo(kind);
            return e;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
