package dev.varve.log.codec;

import dev.varve.log.Bytes;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Sorted maps of text. System metadata names are a number from a table that only ever grows.
final class MapCodec {
    private static final int LITERAL = 0;

    /// The number of a name is its index plus one: append only.
    private static final List<String> NAMES =
            List.of(
                    "content-type",
                    "cache-control",
                    "content-disposition",
                    "content-encoding",
                    "content-language",
                    "expires",
                    "x-amz-storage-class",
                    "x-amz-website-redirect-location");

    private MapCodec() {}

    static void write(ByteWriter out, SortedMap<String, String> map) {
        out.varint(map.size());
        map.forEach((name, value) -> out.string(name).string(value));
    }

    static SortedMap<String, String> read(ByteReader in) {
        SortedMap<String, String> map = new TreeMap<>();
        for (int left = in.count(); left > 0; left--) {
            map.put(in.string(), in.string());
        }
        return map;
    }

    static void writeNamed(ByteWriter out, SortedMap<String, String> map) {
        out.varint(map.size());
        map.forEach((name, value) -> {
            int number = NAMES.indexOf(name) + 1;
            out.varint(number);
            if (number == LITERAL) {
                out.string(name);
            }
            out.string(value);
        });
    }

    static SortedMap<String, String> readNamed(ByteReader in) {
        SortedMap<String, String> map = new TreeMap<>();
        for (int left = in.count(); left > 0; left--) {
            int number = in.varint32();
            map.put(number == LITERAL ? in.string() : name(number), in.string());
        }
        return map;
    }

    private static String name(int number) {
        if (number > NAMES.size()) {
            throw new IllegalArgumentException("unknown header number " + number);
        }
        return NAMES.get(number - 1);
    }

    static void writeBytes(ByteWriter out, SortedMap<String, Bytes> map) {
        out.varint(map.size());
        map.forEach((name, value) -> out.string(name).sized(value));
    }

    static SortedMap<String, Bytes> readBytes(ByteReader in) {
        SortedMap<String, Bytes> map = new TreeMap<>();
        for (int left = in.count(); left > 0; left--) {
            map.put(in.string(), in.sizedBytes());
        }
        return map;
    }
}
