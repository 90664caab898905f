package dev.varve.server.http.helidon;

import dev.varve.server.http.HttpConfig.Timeouts;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.socket.SocketWriter;
import io.helidon.common.socket.TlsNioSocket;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.spi.ServerConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection, on a virtual thread of its own: handshake, first bytes, protocol, end.
///
/// Phases: `HEAD` until a request's headers are complete, `REQUEST` while any request is being
/// answered, `IDLE` between requests, `ENDING` while the client may still read the last answer. The
/// sweeper ends a connection that stays too long in one of them.
final class Connection implements ConnectionContext, Runnable {
    private static final Logger log = LoggerFactory.getLogger(Connection.class);
    private static final byte[] HTTP_2 = "PRI * HTTP/2.0\r\n".getBytes(StandardCharsets.US_ASCII);

    private enum Phase {
        HEAD,
        REQUEST,
        IDLE,
        ENDING
    }

    private final SocketChannel channel;
    private final Engine engine;
    private final Peer remote;
    private final HelidonSocket socket;
    private final GuardReader reader;
    private final DataWriter writer;
    private final Set<Ticket> open = ConcurrentHashMap.newKeySet();
    private final Pace arrivals = new Pace();
    private final Frames frames = new Frames(this::reset);

    private final Object lock = new Object();
    private volatile Phase phase = Phase.HEAD;
    private volatile long since = System.nanoTime();
    private volatile boolean http2;
    private volatile boolean heard;
    private volatile boolean late;
    private volatile boolean broken;
    private volatile boolean ended;

    Connection(SocketChannel channel, Engine engine) throws IOException {
        this.channel = channel;
        this.engine = engine;
        this.remote = Peer.of(channel.getRemoteAddress());
        this.socket = socket(channel, Peer.of(channel.getLocalAddress()));
        this.reader = new GuardReader(this::pull);
        this.writer = SocketWriter.create(socket);
    }

    private HelidonSocket socket(SocketChannel of, Peer local) {
        return engine.tls()
                .<HelidonSocket>map(
                        tls -> TlsNioSocket.server(of, tls.engine(), remote.host(), "varve"))
                .orElseGet(() -> new ChannelSocket(of, remote, local));
    }

    @Override
    public void run() {
        try {
            reader.ensureAvailable();
            if (reader.startsWith(HTTP_2)) {
                upgraded();
            }
            ServerConnection protocol = engine.protocol(http2, this);
            protocol.handle(FixedLimit.create());
            linger();
        } catch (DataReader.InsufficientDataAvailableException | ServerConnectionException e) {
            log.trace("{} is gone", remote, e);
        } catch (io.helidon.webserver.CloseConnectionException e) {
            linger();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (
                RuntimeException e) { // Whatever a client can bring about ends its connection only.
            log.debug("A connection of {} failed", remote, e);
        } finally {
            end();
        }
    }

    /// Blocks; every byte that comes in passes here.
    @SuppressWarnings("NullAway") // Null is Helidon's word for the end.
    private byte[] pull() {
        byte[] bytes = null;
        arrivals.begin();
        try {
            bytes = socket.get();
        } catch (UncheckedIOException e) {
            throw new ServerConnectionException("The client is gone", e);
        } finally {
            arrivals.end(bytes == null ? 0 : bytes.length);
        }
        if (bytes == null) {
            ended = true;
            return null;
        }
        heard = true;
        if (phase == Phase.IDLE && !http2) {
            enter(Phase.HEAD);
        }
        return bytes;
    }

    /// A request's headers are complete.
    ///
    /// @param stream with HTTP/2
    Ticket begin(int stream) {
        synchronized (lock) {
            Ticket ticket = new Ticket(this, stream, http2 ? new Pace() : arrivals, http2);
            open.add(ticket);
            arrivals.reset();
            enter(Phase.REQUEST);
            return ticket;
        }
    }

    void finish(Ticket ticket) {
        synchronized (lock) {
            open.remove(ticket);
            if (open.isEmpty() && phase == Phase.REQUEST) {
                boolean pipelined = !http2 && reader.available() > 0;
                enter(pipelined ? Phase.HEAD : Phase.IDLE);
            }
        }
    }

    /// A request that has not got here yet runs for nobody, for as long as clients may be slow.
    private void reset(int stream) {
        open.stream().filter(ticket -> ticket.stream() == stream).forEach(Ticket::abandon);
    }

    private void enter(Phase next) {
        since = System.nanoTime();
        phase = next;
    }

    /// Called by the sweeper, again and again.
    void check(long now) {
        Timeouts timeouts = engine.config().timeouts();
        long spent = now - since;
        switch (phase) {
            case HEAD ->
                    cutIf(spent > timeouts.head().toNanos() || (!heard && engine.isDraining()));
            case IDLE -> cutIf(spent > timeouts.idle().toNanos() || engine.isDraining());
            case ENDING -> cutIf(spent > timeouts.linger().toNanos());
            case REQUEST -> open.forEach(ticket -> check(ticket, now, timeouts));
        }
    }

    private void check(Ticket ticket, long now, Timeouts timeouts) {
        if (ticket.out().isStuck(now, timeouts)) {
            cut();
        } else if (ticket.in().isStalled(now, timeouts) && !late) {
            late = true;
            closeInput();
        }
    }

    private void cutIf(boolean due) {
        if (due) {
            cut();
        }
    }

    /// Ends the wait for a body, but leaves the way open for an answer that says so.
    private void closeInput() {
        try {
            channel.shutdownInput();
        } catch (IOException e) {
            cut();
        }
    }

    /// Ends the connection now; whoever waits on it is woken. Safe from any thread.
    void cut() {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("Closing a connection of {}", remote, e);
        }
    }

    /// To the end of which the client has not been heard, so that closing at once would destroy an
    /// answer that is still on its way: the kernel resets a connection with unread bytes.
    private void linger() {
        if (ended) {
            return;
        }
        enter(Phase.ENDING);
        try {
            if (!isSecure()) {
                channel.shutdownOutput();
            }
            ByteBuffer sink = ByteBuffer.allocate(8 << 10);
            while (channel.read(sink) >= 0) {
                sink.clear();
            }
        } catch (IOException e) {
            log.trace("{} did not wait", remote, e);
        }
    }

    private void end() {
        open.forEach(Ticket::abandon);
        try {
            socket.close();
        } catch (UncheckedIOException e) {
            log.trace("{} was gone already", remote, e);
        } finally {
            cut();
            engine.ended(this);
        }
    }

    /// Since when nothing is asked, or not all of it; null while a request is served. Half a head
    /// gives no right to a place that somebody else needs.
    @Nullable Long idleSince() {
        return phase == Phase.IDLE || phase == Phase.HEAD ? since : null;
    }

    /// Whether a body did not come in time.
    boolean isLate() {
        return late;
    }

    /// This server failed, not the client.
    void broke() {
        broken = true;
    }

    boolean isBroken() {
        return broken;
    }

    boolean isHttp2() {
        return http2;
    }

    Services services() {
        return engine.services();
    }

    boolean isDraining() {
        return engine.isDraining();
    }

    /// The connection goes on in frames, from the start or after an upgrade from HTTP/1.1.
    void upgraded() {
        http2 = true;
        reader.through(frames);
    }

    @Override
    public ListenerContext listenerContext() {
        return engine.listenerContext(this);
    }

    @Override
    public ExecutorService executor() {
        return engine.executor();
    }

    @Override
    public DataWriter dataWriter() {
        return writer;
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public Router router() {
        return engine;
    }

    @Override
    public HelidonSocket serverSocket() {
        return socket;
    }

    @Override
    public Peer remotePeer() {
        return remote;
    }

    @Override
    public PeerInfo localPeer() {
        return socket.localPeer();
    }

    @Override
    public boolean isSecure() {
        return socket.isSecure();
    }

    @Override
    public String socketId() {
        return "varve";
    }

    @Override
    public String childSocketId() {
        return remote.host() + ":" + remote.port();
    }
}
