package dev.varve.log;

import org.jspecify.annotations.Nullable;

/// One part of a completed multipart object, for reads by part number.
public record ObjectPart(int number, long size, @Nullable Checksum checksum) {
    public static final int MAX_NUMBER = 10_000;

    public ObjectPart {
        if (number < 1 || number > MAX_NUMBER || size < 0) {
            throw new IllegalArgumentException("not a part: " + number + ", " + size + " bytes");
        }
    }
}
