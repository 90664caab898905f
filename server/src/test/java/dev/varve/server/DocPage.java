package dev.varve.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// A page of `docs`, as tests hold it to the code: by its tables, or by parts that are made anew from
/// the code where `-Dvarve.docs=write` is given.
public record DocPage(Path file, String text) {
    private static final long KIBI = 1024;

    public static DocPage of(String name) {
        Path here = Path.of("").toAbsolutePath();
        Path found =
                Stream.iterate(here, path -> path != null, Path::getParent)
                        .map(path -> path.resolve("docs").resolve(name))
                        .filter(Files::exists)
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no docs above " + here));
        try {
            return new DocPage(found, Files.readString(found));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The first two cells of each row of the first table below a heading, without its head.
    public Map<String, String> table(String heading) {
        return table(heading, 0);
    }

    /// @param before tables below the heading that come before
    public Map<String, String> table(String heading, int before) {
        List<String> lines = text.lines().toList();
        int at = lines.indexOf(heading);
        assertThat(at).as("'%s' in %s", heading, file).isNotNegative();
        for (int i = 0; i <= before; i++) {
            while (lines.get(at).startsWith("|")) {
                at++;
            }
            while (!lines.get(at).startsWith("|")) {
                at++;
            }
        }
        Map<String, String> table = new LinkedHashMap<>();
        lines.stream()
                .skip(at + 2L)
                .takeWhile(line -> line.startsWith("|"))
                .map(DocPage::cells)
                .forEach(row -> table.put(row.get(0), row.get(1)));
        return table;
    }

    private static List<String> cells(String line) {
        String inner = line.substring(1, line.length() - 1);
        return Arrays.stream(inner.split("\\|", -1)).map(String::strip).toList();
    }

    /// Requires what stands between `<!-- made: NAME -->` and `<!-- end -->` to be this.
    public void requireMade(String name, String made) {
        String begin = "<!-- made: " + name + " -->\n";
        int start = text.indexOf(begin);
        int end = text.indexOf("<!-- end -->", start);
        assertThat(start).as("%s in %s", begin.strip(), file).isNotNegative();
        assertThat(end).as("the end of %s", begin.strip()).isGreaterThan(start);
        int from = start + begin.length();
        if ("write".equals(System.getProperty("varve.docs"))) {
            write(text.substring(0, from) + made + text.substring(end));
        } else {
            assertThat(text.substring(from, end)).isEqualTo(made);
        }
    }

    private void write(String changed) {
        try {
            Files.writeString(file, changed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A size as pages have it, such as `64 KiB`.
    public static String size(long bytes) {
        String[] units = {"bytes", "KiB", "MiB", "GiB", "TiB"};
        long value = bytes;
        int unit = 0;
        while (value >= KIBI && value % KIBI == 0) {
            value /= KIBI;
            unit++;
        }
        return count(value) + " " + units[unit];
    }

    /// A number as pages have it, such as `10,000`.
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
