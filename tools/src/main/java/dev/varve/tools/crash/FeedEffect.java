package dev.varve.tools.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a consumer made of the changes it was told of, with the place it is at: one file, replaced as a
/// whole. Left out, told twice or out of order: each makes it another one.
final class FeedEffect {
    private static final String NOWHERE = "start";

    private String place = NOWHERE;
    private long count;
    private String chain = "";
    private final Map<String, Long> perKey = new TreeMap<>();

    String place() {
        return place;
    }

    long count() {
        return count;
    }

    /// Whether it was told of a change of this key.
    boolean knows(String key) {
        return perKey.containsKey(key);
    }

    void apply(String id, String type, String key) {
        place = id;
        count++;
        perKey.merge(key, 1L, Long::sum);
        chain = hash(chain + id + " " + type + " " + key);
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static FeedEffect read(Path file) {
        FeedEffect effect = new FeedEffect();
        if (!Files.exists(file)) {
            return effect;
        }
        try {
            List<String> lines = Files.readAllLines(file);
            effect.place = lines.get(0);
            effect.count = Long.parseLong(lines.get(1));
            effect.chain = lines.get(2);
            for (String line : lines.subList(3, lines.size())) {
                int tab = line.indexOf('\t');
                effect.perKey.put(line.substring(tab + 1), Long.valueOf(line.substring(0, tab)));
            }
            return effect;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Place and effect in one step.
    void write(Path file) {
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.write(fresh, lines());
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(place, Long.toString(count), chain));
        perKey.forEach((key, changes) -> lines.add(changes + "\t" + key));
        return lines;
    }

    boolean isSame(FeedEffect other) {
        return lines().equals(other.lines());
    }

    @Override
    public String toString() {
        return count + " changes up to " + place;
    }
}
