package dev.varve.tools.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Before a node that sends back whatever it gets.
@Timeout(60)
class FaultyProxyTest {
    private static final String CALLER = "x";

    private final FaultyProxy proxy = new FaultyProxy(this::caller);
    private final ServerSocket echo = bind();
    private Optional<String> caller = Optional.of(CALLER);

    private Optional<String> caller(Socket accepted) {
        return caller;
    }

    private static ServerSocket bind() {
        try {
            return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void start() {
        proxy.leadTo(echo.getLocalPort());
        Thread.ofVirtual().start(this::serve);
    }

    private void serve() {
        while (!echo.isClosed()) {
            try {
                Socket socket = echo.accept();
                Thread.ofVirtual().start(() -> echo(socket));
            } catch (IOException e) {
                return; // the test is over
            }
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            return; // broken off, as it should be
        }
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static byte[] exchange(Socket socket, int bytes) throws IOException {
        socket.getOutputStream().write(new byte[bytes]);
        socket.shutdownOutput();
        return socket.getInputStream().readAllBytes();
    }

    @Test
    void passesAllOnInCalmWeather() throws Exception {
        try (Socket socket = connect()) {
            assertThat(exchange(socket, 100_000)).hasSize(100_000);
        }
    }

    @Test
    void breaksOffWhatIsCutAndWhoIsNotKnown() throws Exception {
        proxy.set(CALLER, Weather.CUT);
        try (Socket socket = connect()) {
            assertThatThrownBy(() -> exchange(socket, 1)).isInstanceOf(IOException.class);
        }
        proxy.set(CALLER, Weather.CALM);
        caller = Optional.empty();
        try (Socket socket = connect()) {
            assertThatThrownBy(() -> exchange(socket, 1)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void breaksOffAmidAChunk() throws Exception {
        proxy.set(CALLER, Weather.torn(5000));
        try (Socket socket = connect()) {
            assertThatThrownBy(() -> exchange(socket, 100_000)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void holdsAnswersUntilTheWeatherChanges() throws Exception {
        proxy.set(CALLER, Weather.DUMB);
        try (Socket socket = connect()) {
            socket.getOutputStream().write(7);
            socket.setSoTimeout(300);
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketTimeoutException.class);
            proxy.set(CALLER, Weather.CALM);
            socket.setSoTimeout(20_000);
            assertThat(socket.getInputStream().read()).isEqualTo(7);
        }
    }

    @Test
    void knowsWhetherItsWeatherWasFelt() throws Exception {
        proxy.set(CALLER, Weather.CUT);
        assertThat(proxy.felt(CALLER)).isFalse();
        try (Socket socket = connect()) {
            assertThatThrownBy(() -> exchange(socket, 1)).isInstanceOf(IOException.class);
        }
        assertThat(proxy.felt(CALLER)).isTrue();
        proxy.set(CALLER, Weather.CALM);
        try (Socket socket = connect()) {
            exchange(socket, 100);
        }
        assertThat(proxy.felt(CALLER)).isFalse();
        proxy.set(CALLER, Weather.late(1));
        try (Socket socket = connect()) {
            exchange(socket, 100);
        }
        assertThat(proxy.felt(CALLER)).isTrue();
    }

    @Test
    void knowsWhichProcessCalls() throws Exception {
        long self = ProcessHandle.current().pid();
        try (Socket socket = connect()) {
            String inode = Callers.inode(socket.getLocalPort(), socket.getPort()).orElseThrow();
            assertThat(Callers.opened(self, inode)).isTrue();
            assertThat(Callers.opened(self, inode + "0")).isFalse();
        }
    }
}
