package dev.varve.log;

import java.util.regex.Pattern;

/// A valid bucket name: 3 to 63 of `a-z 0-9 . -`, beginning and ending with a letter or digit, not
/// shaped like an IPv4 address. What ever else a surface reserves is refused there.
public record BucketName(String value) implements Comparable<BucketName> {
    private static final int SHORTEST = 3;
    private static final int LONGEST = 63;
    private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");

    public BucketName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a bucket name: '" + abbreviate(value) + "'");
        }
    }

    /// Without a pattern, as every row of a bucket that is read asks it.
    public static boolean isValid(String name) {
        int last = name.length() - 1;
        if (last + 1 < SHORTEST
                || last + 1 > LONGEST
                || !isLetterOrDigit(name.charAt(0))
                || !isLetterOrDigit(name.charAt(last))) {
            return false;
        }
        for (int i = 1; i < last; i++) {
            char c = name.charAt(i);
            boolean isSecondDot = c == '.' && name.charAt(i - 1) == '.';
            if (isSecondDot || (!isLetterOrDigit(c) && c != '.' && c != '-')) {
                return false;
            }
        }
        return !isDigit(name.charAt(0)) || !ADDRESS.matcher(name).matches();
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || isDigit(c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
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
