package dev.varve.log;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/// What a grant may allow. The bits are stored: never renumber.
public enum AccessRight {
    READ(1),
    WRITE(2),
    DELETE(4),
    LIST(8),
    /// Settings of buckets, their making and deleting, and what only operators do.
    ADMIN(16),
    /// With READ or LIST: what a bucket held at an earlier time, too.
    READ_HISTORY(32);

    private static final int ALL = 63;

    private final int bit;

    AccessRight(int bit) {
        this.bit = bit;
    }

    public static int bits(Collection<AccessRight> rights) {
        return rights.stream().mapToInt(right -> right.bit).reduce(0, (one, other) -> one | other);
    }

    /// @throws IllegalArgumentException for no bits, or bits of the future
    public static Set<AccessRight> ofBits(int bits) {
        if (bits == 0 || (bits & ~ALL) != 0) {
            throw new IllegalArgumentException("not rights: " + bits);
        }
        Set<AccessRight> rights = EnumSet.noneOf(AccessRight.class);
        for (AccessRight right : values()) {
            if ((bits & right.bit) != 0) {
                rights.add(right);
            }
        }
        return rights;
    }
}
