package dev.varve.server.http.tls;

import java.io.ByteArrayOutputStream;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.HexFormat;

/// Puts older forms of private keys into PKCS#8, which is all that the JDK reads: the same bytes,
/// wrapped together with the name of their algorithm.
final class Der {
    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int SEQUENCE = 0x30;

    /// The curve, where an EC key names it: `[0]`, explicit.
    private static final int PARAMETERS = 0xA0;

    private static final byte[] VERSION = {INTEGER, 1, 0};

    /// rsaEncryption with no parameters: OID 1.2.840.113549.1.1.1, NULL.
    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");

    /// id-ecPublicKey: OID 1.2.840.10045.2.1.
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private Der() {}

    static byte[] pkcs8OfRsa(byte[] pkcs1) {
        return tagged(SEQUENCE, VERSION, tagged(SEQUENCE, RSA), tagged(OCTETS, pkcs1));
    }

    static byte[] pkcs8OfEc(byte[] sec1) throws InvalidKeySpecException {
        return tagged(SEQUENCE, VERSION, tagged(SEQUENCE, EC, curve(sec1)), tagged(OCTETS, sec1));
    }

    private static byte[] curve(byte[] sec1) throws InvalidKeySpecException {
        try {
            Element key = Element.at(sec1, 0);
            int at = key.start();
            while (at < key.end()) {
                Element each = Element.at(sec1, at);
                if (each.tag() == PARAMETERS) {
                    return Arrays.copyOfRange(sec1, each.start(), each.end());
                }
                at = each.end();
            }
        } catch (IndexOutOfBoundsException e) {
            throw new InvalidKeySpecException("An EC key that is cut off", e);
        }
        throw new InvalidKeySpecException("An EC key that does not name its curve");
    }

    private record Element(int tag, int start, int end) {
        static Element at(byte[] der, int at) {
            int first = der[at + 1] & 0xff;
            if (first < 128) {
                return new Element(der[at] & 0xff, at + 2, at + 2 + first);
            }
            int start = at + 2 + (first & 127);
            int length = 0;
            for (int i = at + 2; i < start; i++) {
                length = (length << 8) | (der[i] & 0xff);
            }
            return new Element(der[at] & 0xff, start, Math.addExact(start, Math.max(length, 0)));
        }
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
        out.write(tag);
        if (length < 128) {
            out.write(length);
        } else {
            out.write(0x83);
            out.write(length >> 16);
            out.write(length >> 8);
            out.write(length);
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
