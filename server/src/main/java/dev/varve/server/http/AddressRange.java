package dev.varve.server.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// Addresses that begin with the same bits: `10.0.0.0/8`, `2001:db8::/32`, or one address. Nothing here
/// asks a name server.
public record AddressRange(InetAddress network, int bits) {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern BITS = Pattern.compile("\\d{1,3}");
    private static final int BYTE = 8;

    public AddressRange {
        if (bits < 0 || bits > network.getAddress().length * BYTE) {
            throw new IllegalArgumentException("no range has " + bits + " bits");
        }
    }

    /// @throws IllegalArgumentException for anything else
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        InetAddress network =
                address(host).orElseThrow(() -> new IllegalArgumentException("no address"));
        if (slash < 0) {
            return new AddressRange(network, network.getAddress().length * BYTE);
        }
        String bits = text.substring(slash + 1);
        if (!BITS.matcher(bits).matches()) {
            throw new IllegalArgumentException("no number of bits");
        }
        return new AddressRange(network, Integer.parseInt(bits));
    }

    /// An address in its usual form; an IPv4 address within an IPv6 one is the IPv4 address.
    static Optional<InetAddress> address(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Addresses of the other family are never in it.
    public boolean contains(InetAddress address) {
        byte[] ours = network.getAddress();
        byte[] theirs = address.getAddress();
        int whole = bits / BYTE;
        if (ours.length != theirs.length || !Arrays.equals(ours, 0, whole, theirs, 0, whole)) {
            return false;
        }
        int rest = bits % BYTE;
        return rest == 0 || (ours[whole] ^ theirs[whole]) >> (BYTE - rest) == 0;
    }

    /// The address of one end of a connection, without the name of an interface.
    static InetAddress plain(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of no length", e);
        }
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + bits;
    }
}
