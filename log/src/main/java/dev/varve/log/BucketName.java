package dev.varve.log;

import java.util.regex.Pattern;

/// A valid bucket name: 3 to 63 of `a-z 0-9 . -`, beginning and ending with a letter or digit, not
/// shaped like an IPv4 address. What ever else a surface reserves is refused there.
public record BucketName(String value) implements Comparable<BucketName> {
    private static final Pattern VALID = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");

    public BucketName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a bucket name: '" + abbreviate(value) + "'");
        }
    }

    public static boolean isValid(String name) {
        return VALID.matcher(name).matches()
                && !name.contains("..")
                && !ADDRESS.matcher(name).matches();
    }

    private static String abbreviate(String name) {
        return name.length() <= 80 ? name : name.substring(0, 80) + "…";
    }

    @Override
    public int compareTo(BucketName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
