package dev.varve.server.http.helidon;

import dev.varve.server.http.HttpConfig;
import dev.varve.server.http.tls.ServerTls;
import io.helidon.common.context.Context;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.Routing;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.http2.Http2ConnectionSelector;
import io.helidon.webserver.http2.Http2Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/// What all connections share: Helidon's engines and their settings.
final class Engine implements Router, AutoCloseable {
    private static final int HTTP_2_STREAMS = 256;

    /// Helidon writes a stack trace for some bad requests. Held, or the level would be lost.
    private static final Logger NOISE = Logger.getLogger("io.helidon");

    static {
        NOISE.setLevel(Level.SEVERE);
    }

    private final Services services;
    private final HttpConfig config;
    private final Optional<ServerTls> tls;
    private final HttpRouting routing = new Requests();
    private final Consumer<Connection> onEnd;
    private final ExecutorService executor =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("varve-http-", 0).factory());
    private final ListenerConfig listener;
    private final ServerConnectionSelector http1;
    private final ServerConnectionSelector http2;
    private final Context context = Context.create();
    private final MediaContext media = MediaContext.create();
    private final ContentEncodingContext encodings = new AsSent();
    private volatile boolean draining;

    Engine(Services services, Consumer<Connection> onEnd) {
        this.services = services;
        this.config = services.config();
        this.tls = config.tls().map(ServerTls::new);
        this.onEnd = onEnd;
        this.listener =
                ListenerConfig.builder()
                        .host("127.0.0.1")
                        .writeBufferSize(0)
                        .contentEncoding(encodings)
                        .mediaContext(media)
                        .errorHandling(ErrorHandling.builder().includeEntity(true).build())
                        .build();
        Http2Config frames = http2(config);
        this.http2 = Http2ConnectionSelector.builder().http2Config(frames).build();
        this.http1 =
                Http1ConnectionSelector.builder()
                        .config(http1(config))
                        .addUpgrader(new Upgrade(Http2Upgrader.create(frames)))
                        .build();
    }

    private static Http1Config http1(HttpConfig config) {
        return Http1Config.builder()
                .maxPrologueLength(config.requests().targetBytes())
                .maxHeadersSize(config.requests().headerBytes())
                .sendKeepAliveHeader(false)
                .build();
    }

    private static Http2Config http2(HttpConfig config) {
        return Http2Config.builder()
                .maxHeaderListSize(config.requests().headerBytes())
                .maxConcurrentStreams(HTTP_2_STREAMS)
                .flowControlTimeout(config.timeouts().send())
                .build();
    }

    Services services() {
        return services;
    }

    HttpConfig config() {
        return config;
    }

    Optional<ServerTls> tls() {
        return tls;
    }

    ServerConnection protocol(boolean frames, Connection connection) {
        return HeaderTable.in((frames ? http2 : http1).connection(connection));
    }

    ExecutorService executor() {
        return executor;
    }

    void ended(Connection connection) {
        onEnd.accept(connection);
    }

    boolean isDraining() {
        return draining;
    }

    void drain() {
        draining = true;
    }

    @Override
    public <T extends Routing> T routing(Class<T> type, T otherwise) {
        return type.isInstance(routing) ? type.cast(routing) : otherwise;
    }

    @Override
    public List<? extends Routing> routings() {
        return List.of(routing);
    }

    @Override
    public void beforeStart() {}

    @Override
    public void afterStop() {}

    /// Does not wait for virtual threads: whoever uses this has ended their connections.
    @Override
    public void close() {
        executor.shutdownNow();
    }

    ListenerContext listenerContext(Connection connection) {
        return new Parts(connection);
    }

    private final class Parts implements ListenerContext {
        private final Connection connection;

        private Parts(Connection connection) {
            this.connection = connection;
        }

        @Override
        public Context context() {
            return context;
        }

        @Override
        public MediaContext mediaContext() {
            return media;
        }

        @Override
        public ContentEncodingContext contentEncodingContext() {
            return encodings;
        }

        @Override
        public DirectHandlers directHandlers() {
            DirectHandlers.Builder builder = DirectHandlers.builder();
            Refusals refusals = new Refusals(connection);
            for (EventType type : EventType.values()) {
                builder.addHandler(type, refusals);
            }
            return builder.build();
        }

        @Override
        public ListenerConfig config() {
            return listener;
        }

        @Override
        public ExecutorService executor() {
            return executor;
        }
    }
}
