package dev.varve.log;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// The public half of an access key, in the form that S3's clients expect.
public record AccessKeyId(String value) {
    private static final String CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int LENGTH = 20;

    /// What keys of this server begin with, so that people and scanners of leaks know them.
    private static final String MARK = "VK";

    private static final Pattern FORM = Pattern.compile("[A-Z2-7]{" + LENGTH + "}");

    public AccessKeyId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not the id of an access key: " + value);
        }
    }

    /// Whether a key of this store could have this id; those that are configured may have others.
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    public static AccessKeyId random(RandomGenerator random) {
        StringBuilder drawn = new StringBuilder(LENGTH).append(MARK);
        while (drawn.length() < LENGTH) {
            drawn.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return new AccessKeyId(drawn.toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
