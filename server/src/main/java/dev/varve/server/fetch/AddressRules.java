package dev.varve.server.fetch;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Which addresses are those of the public Internet, and no way around to others.
final class AddressRules {
    /// Networks of a site or machine, which an operator may allow.
    private static final List<Block> PRIVATE =
            blocks(
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                    "::1/128",
                    "fc00::/7");

    /// Never, whatever is allowed: where clouds tell a machine its secrets.
    private static final List<Block> METADATA =
            blocks(
                    "100.100.100.200/32",
                    "168.63.129.16/32",
                    "169.254.0.0/16",
                    "192.0.0.0/24",
                    "fd00:ec2::/32",
                    "fd20:ce::254/128");

    /// Never: they are nobody's, everybody's, or lead elsewhere.
    private static final List<Block> SPECIAL =
            blocks(
                    "0.0.0.0/8", // this network
                    "192.0.2.0/24", // documentation
                    "192.88.99.0/24", // relays to IPv6
                    "198.18.0.0/15", // benchmarks
                    "198.51.100.0/24", // documentation
                    "203.0.113.0/24", // documentation
                    "224.0.0.0/4", // multicast
                    "240.0.0.0/4", // reserved, and broadcast
                    "2001::/23", // Teredo, benchmarks, identifiers
                    "2001:db8::/32", // documentation
                    "3fff::/20"); // documentation

    /// All that is public in IPv6; loopback, link-local, multicast, mapped and compatible addresses
    /// are not in it.
    private static final Block GLOBAL = Block.of("2000::/3");

    private static final Block NAT64 = Block.of("64:ff9b::/96");
    private static final Block SIX_TO_FOUR = Block.of("2002::/16");
    private static final byte[] ISATAP = {0, 0, 0x5e, (byte) 0xfe};
    private static final int IPV4_BYTES = 4;

    private AddressRules() {}

    private static final class Block {
        private final byte[] prefix;
        private final int bits;

        private Block(byte[] prefix, int bits) {
            this.prefix = prefix;
            this.bits = bits;
        }

        static Block of(String text) {
            int slash = text.indexOf('/');
            byte[] prefix = InetAddress.ofLiteral(text.substring(0, slash)).getAddress();
            return new Block(prefix, Integer.parseInt(text.substring(slash + 1)));
        }

        boolean holds(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit & 7);
                if (((address[bit >> 3] ^ prefix[bit >> 3]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private static List<Block> blocks(String... texts) {
        return Stream.of(texts).map(Block::of).toList();
    }

    /// @param allowPrivate whether networks of this site are allowed too
    static boolean allow(InetAddress address, boolean allowPrivate) {
        byte[] bytes = address.getAddress();
        if (isIn(METADATA, bytes) || isIn(SPECIAL, bytes)) {
            return false;
        }
        if (isIn(PRIVATE, bytes)) {
            return allowPrivate;
        }
        return address instanceof Inet4Address || isPublic6(bytes);
    }

    /// An address that stands for one of IPv4 is as good as that one.
    private static boolean isPublic6(byte[] bytes) {
        if (NAT64.holds(bytes)) {
            return isPublic4(bytes, 12);
        }
        if (SIX_TO_FOUR.holds(bytes)) {
            return isPublic4(bytes, 2);
        }
        return GLOBAL.holds(bytes) && (!isIsatap(bytes) || isPublic4(bytes, 12));
    }

    /// The first of the four bytes may have a bit set that says whether the address is unique.
    private static boolean isIsatap(byte[] bytes) {
        byte[] mark = Arrays.copyOfRange(bytes, 8, 12);
        mark[0] &= (byte) ~2;
        return Arrays.equals(mark, ISATAP);
    }

    private static boolean isPublic4(byte[] bytes, int from) {
        byte[] embedded = Arrays.copyOfRange(bytes, from, from + IPV4_BYTES);
        return Stream.of(METADATA, SPECIAL, PRIVATE).noneMatch(each -> isIn(each, embedded));
    }

    private static boolean isIn(List<Block> blocks, byte[] address) {
        return blocks.stream().anyMatch(block -> block.holds(address));
    }
}
