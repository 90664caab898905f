package dev.varve.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
    private static InetAddress address(String text) {
        return InetAddress.ofLiteral(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "93.184.216.34",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "191.255.255.255",
                "192.0.1.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "168.63.129.17",
                "2606:4700:4700::1111",
                "2a00:1450:4001::200e",
                "2001:200::1",
                "3ffe::1",
                "64:ff9b::8.8.8.8",
                "2002:808:808::1",
                "2a00::5efe:8.8.8.8",
                "::ffff:8.8.8.8"
            })
    void allowsThePublicInternet(String text) {
        assertThat(AddressRules.allow(address(text), false)).isTrue();
        assertThat(AddressRules.allow(address(text), true)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1", "127.255.255.255", "10.0.0.0", "10.255.255.255", "172.16.0.1",
                "172.31.255.255", "192.168.0.1", "192.168.255.255", "100.64.0.1", "100.127.255.255",
                "::1", "fc00::1", "fdff:ffff::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"
            })
    void allowsNetworksOfTheSiteOnlyWhenTold(String text) {
        assertThat(AddressRules.allow(address(text), false)).isFalse();
        assertThat(AddressRules.allow(address(text), true)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // this network, unspecified, broadcast, reserved, multicast
                "0.0.0.0",
                "0.1.2.3",
                "255.255.255.255",
                "240.0.0.1",
                "254.1.1.1",
                "224.0.0.1",
                "239.255.255.255",
                "::",
                "ff02::1",
                "ff0e::1",
                // link-local, metadata of clouds
                "169.254.0.1",
                "169.254.169.254",
                "169.254.170.2",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192",
                "192.0.0.1",
                "fe80::1",
                "febf::1",
                "fd00:ec2::254",
                "fd20:ce::254",
                "fec0::1",
                "::ffff:169.254.169.254",
                // documentation, benchmarks, relays
                "192.0.2.1",
                "198.51.100.1",
                "203.0.113.1",
                "198.18.0.1",
                "198.19.255.255",
                "192.88.99.1",
                "2001:db8::1",
                "3fff::1",
                "2001:2::1",
                "2001:10::1",
                "2001:20::1",
                // forms of other addresses
                "::127.0.0.1",
                "::10.0.0.1",
                "::8.8.8.8",
                "64:ff9b::127.0.0.1",
                "64:ff9b::10.0.0.1",
                "64:ff9b::169.254.169.254",
                "64:ff9b:1::8.8.8.8",
                "2002:7f00:1::1",
                "2002:a00:1::1",
                "2002:c0a8:101::1",
                "2002:a9fe:a9fe::1",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "2a00::5efe:10.0.0.1",
                "2a00::200:5efe:169.254.169.254",
                "::ffff:0:127.0.0.1",
                "100::1",
                "4000::1",
                "5f00::1"
            })
    void neverAllowsOthers(String text) {
        assertThat(AddressRules.allow(address(text), false)).isFalse();
        assertThat(AddressRules.allow(address(text), true)).isFalse();
    }

    /// Java turns mapped addresses into those of IPv4, unless they have a scope.
    @Test
    void isNotFooledByMappedAddressThatStaysOne() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        mapped[12] = 8;
        InetAddress address = Inet6Address.getByAddress("x", mapped, 1);
        assertThat(address).isInstanceOf(Inet6Address.class);
        assertThat(AddressRules.allow(address, true)).isFalse();
    }
}
