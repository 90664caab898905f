package dev.varve.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,       10.255.1.2,      true",
        "10.0.0.0/8,       11.0.0.0,        false",
        "192.168.4.0/22,   192.168.7.255,   true",
        "192.168.4.0/22,   192.168.8.0,     false",
        "127.0.0.1,        127.0.0.1,       true",
        "127.0.0.1,        127.0.0.2,       false",
        "0.0.0.0/0,        203.0.113.9,     true",
        "0.0.0.0/0,        2001:db8::1,     false",
        "2001:db8::/33,    2001:db8:7fff::, true",
        "2001:db8::/33,    2001:db8:8000::, false",
        "::1,              ::1,             true",
        "10.0.0.77/8,      10.1.1.1,        true"
    })
    void holdsWhatBeginsWithItsBits(String range, String address, boolean in) {
        assertThat(AddressRange.parse(range).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(in);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "10.1",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.0/8/8",
                "300.0.0.1",
                "::1/129",
                "fe80::1%eth0",
                "localhost",
                "proxy.example.com/8",
                "0x7f.0.0.1"
            })
    void refusesWhatIsNoRange(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AddressRange.parse(text));
    }

    @Test
    void isWrittenAsItIsRead() {
        assertThat(AddressRange.parse("10.0.0.0/8")).hasToString("10.0.0.0/8");
        assertThat(AddressRange.parse("127.0.0.1")).hasToString("127.0.0.1/32");
    }

    @Test
    void takesAnIpv4AddressWithinAnIpv6OneForWhatItIs() {
        assertThat(AddressRange.address("::ffff:10.1.2.3"))
                .contains(InetAddress.ofLiteral("10.1.2.3"));
    }
}
