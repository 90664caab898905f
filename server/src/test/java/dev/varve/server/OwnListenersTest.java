package dev.varve.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

class OwnListenersTest {
    private final OwnListeners own = new OwnListeners();

    private boolean isOwn(String address, int port) {
        return own.test(new InetSocketAddress(InetAddress.ofLiteral(address), port));
    }

    @Test
    void knowsItsPortsAtEveryAddressOfThisMachine() throws SocketException {
        own.add(9000);
        assertThat(isOwn("127.0.0.1", 9000)).isTrue();
        assertThat(isOwn("127.9.9.9", 9000)).isTrue();
        assertThat(isOwn("::1", 9000)).isTrue();
        assertThat(isOwn("0.0.0.0", 9000)).isTrue();
        assertThat(
                        NetworkInterface.networkInterfaces()
                                .flatMap(NetworkInterface::inetAddresses)
                                .map(address -> new InetSocketAddress(address, 9000)))
                .allMatch(own);
    }

    @Test
    void leavesOthersAlone() {
        own.add(9000);
        assertThat(isOwn("127.0.0.1", 9001)).isFalse();
        assertThat(isOwn("93.184.216.34", 9000)).isFalse();
        assertThat(
                        new OwnListeners()
                                .test(
                                        new InetSocketAddress(
                                                InetAddress.getLoopbackAddress(), 9000)))
                .isFalse();
    }
}
