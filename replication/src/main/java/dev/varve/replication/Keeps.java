package dev.varve.replication;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Which objects a member takes the bytes of. It gets every event all the same.
///
/// @param classes storage classes; empty for all
/// @param include only what one of these holds; empty for all
/// @param exclude nothing of what one of these holds, whatever is included
/// @param largest objects of more bytes are not taken; -1 for any size
public record Keeps(
        SortedSet<String> classes, List<KeyRange> include, List<KeyRange> exclude, long largest) {
    public static final int MAX_CLASSES = 32;
    public static final int MAX_RANGES = 256;
    static final Pattern CLASS = Pattern.compile("[A-Z0-9_]{1,64}");

    public static final Keeps ALL = new Keeps(new TreeSet<>(), List.of(), List.of(), -1);

    public Keeps {
        classes = Collections.unmodifiableSortedSet(new TreeSet<>(classes));
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        if (classes.size() > MAX_CLASSES
                || !classes.stream().allMatch(name -> CLASS.matcher(name).matches())) {
            throw new IllegalArgumentException(
                    "a member keeps at most "
                            + MAX_CLASSES
                            + " storage classes, such as STANDARD or GLACIER");
        }
        if (include.size() > MAX_RANGES || exclude.size() > MAX_RANGES) {
            throw new IllegalArgumentException(
                    "a member includes and excludes at most " + MAX_RANGES + " prefixes each");
        }
        if (largest < -1) {
            throw new IllegalArgumentException("the largest object has no negative size");
        }
    }

    /// Whether it selects whatever there is.
    public boolean isAll() {
        return equals(ALL);
    }

    public boolean selects(Subject subject) {
        return (classes.isEmpty() || classes.contains(subject.storageClass()))
                && (largest < 0 || subject.size() <= largest)
                && (include.isEmpty() || anyHolds(include, subject))
                && !anyHolds(exclude, subject);
    }

    private static boolean anyHolds(List<KeyRange> ranges, Subject subject) {
        return ranges.stream().anyMatch(range -> range.holds(subject.bucket(), subject.key()));
    }
}
