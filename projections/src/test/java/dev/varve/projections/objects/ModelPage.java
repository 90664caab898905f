package dev.varve.projections.objects;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a listing must give, from the whole list: rolled up by the delimiter, in byte order.
///
/// @param rows one text for each key or common prefix; a key's text is what `name` makes of it
record ModelPage(List<String> rows) {
    static <T> ModelPage of(
            List<T> entries,
            Function<T, byte[]> key,
            Function<T, String> name,
            byte[] prefix,
            byte[] delimiter,
            byte[] after) {
        List<String> rows = new ArrayList<>();
        for (T entry : entries) {
            byte[] of = key.apply(entry);
            if (!startsWith(of, prefix)) {
                continue;
            }
            byte[] common = common(of, prefix, delimiter);
            if (common == null) {
                if (Arrays.compareUnsigned(of, after) > 0) {
                    rows.add(name.apply(entry));
                }
            } else if (Arrays.compareUnsigned(common, after) > 0) {
                String row = commonRow(new String(common, StandardCharsets.UTF_8));
                if (rows.isEmpty() || !rows.getLast().equals(row)) {
                    rows.add(row);
                }
            }
        }
        return new ModelPage(rows);
    }

    static String commonRow(String common) {
        return "common " + common;
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return new String(key, StandardCharsets.ISO_8859_1)
                .startsWith(new String(prefix, StandardCharsets.ISO_8859_1));
    }

    private static byte @Nullable [] common(byte[] key, byte[] prefix, byte[] delimiter) {
        String text = new String(key, StandardCharsets.ISO_8859_1);
        String by = new String(delimiter, StandardCharsets.ISO_8859_1);
        int at = by.isEmpty() ? -1 : text.indexOf(by, prefix.length);
        return at < 0 ? null : Arrays.copyOf(key, at + delimiter.length);
    }
}
