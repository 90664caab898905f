package dev.varve.log.codec;

import dev.varve.log.ETag;
import java.util.HexFormat;

/// An entity tag in 17 bytes where it is an MD5 in lower-case hex, with or without `-parts`.
public final class ETagCodec {
    private static final int TEXT = 0;
    private static final int MD5 = 1;
    private static final int MD5_OF_PARTS = 2;
    private static final int MD5_BYTES = 16;
    private static final int MD5_DIGITS = 2 * MD5_BYTES;
    private static final int MAX_PART_DIGITS = 9;
    private static final HexFormat HEX = HexFormat.of();

    private ETagCodec() {}

    public static void write(ByteWriter out, ETag etag) {
        String value = etag.value();
        if (!isHex(value)) {
            out.u8(TEXT).string(value);
        } else if (value.length() == MD5_DIGITS) {
            out.u8(MD5).raw(HEX.parseHex(value));
        } else if (hasParts(value)) {
            out.u8(MD5_OF_PARTS).raw(HEX.parseHex(value, 0, MD5_DIGITS));
            out.varint(Integer.parseInt(value.substring(MD5_DIGITS + 1)));
        } else {
            out.u8(TEXT).string(value);
        }
    }

    public static ETag read(ByteReader in) {
        int form = in.u8();
        return switch (form) {
            case TEXT -> new ETag(in.string());
            case MD5 -> new ETag(HEX.formatHex(in.raw(MD5_BYTES)));
            case MD5_OF_PARTS -> new ETag(HEX.formatHex(in.raw(MD5_BYTES)) + "-" + in.varint32());
            default -> throw new IllegalArgumentException("not a form of entity tag: " + form);
        };
    }

    private static boolean isHex(String value) {
        if (value.length() < MD5_DIGITS) {
            return false;
        }
        for (int i = 0; i < MD5_DIGITS; i++) {
            char c = value.charAt(i);
            if ("0123456789abcdef".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasParts(String value) {
        int digits = value.length() - MD5_DIGITS - 1;
        if (digits < 1 || digits > MAX_PART_DIGITS || value.charAt(MD5_DIGITS) != '-') {
            return false;
        }
        String parts = value.substring(MD5_DIGITS + 1);
        return parts.charAt(0) != '0' && parts.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
