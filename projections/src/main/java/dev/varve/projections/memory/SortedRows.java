package dev.varve.projections.memory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// An immutable ordered map of rows: a treap whose changes copy only the path to the row, so that
/// keeping an old state costs nothing.
final class SortedRows {
    static final SortedRows EMPTY = new SortedRows(null);
    private final @Nullable Node root;

    static final class Node {
        private final byte[] key;
        private final byte[] value;
        private final int priority;
        private final @Nullable Node left;
        private final @Nullable Node right;

        Node(byte[] key, byte[] value, int priority, @Nullable Node left, @Nullable Node right) {
            this.key = key;
            this.value = value;
            this.priority = priority;
            this.left = left;
            this.right = right;
        }

        byte[] key() {
            return key;
        }

        byte[] value() {
            return value;
        }

        Node withLeft(@Nullable Node changed) {
            return new Node(key, value, priority, changed, right);
        }

        Node withRight(@Nullable Node changed) {
            return new Node(key, value, priority, left, changed);
        }
    }

    private SortedRows(@Nullable Node root) {
        this.root = root;
    }

    SortedRows with(byte[] key, byte[] value) {
        return new SortedRows(put(root, key, value));
    }

    SortedRows without(byte[] key) {
        return new SortedRows(remove(root, key));
    }

    byte @Nullable [] get(byte[] key) {
        Node at = ceiling(key, true);
        return at != null && Arrays.equals(at.key, key) ? at.value : null;
    }

    /// The first row at `key` (if inclusive) or after it.
    @Nullable Node ceiling(byte[] key, boolean inclusive) {
        Node best = null;
        Node at = root;
        while (at != null) {
            int order = Arrays.compareUnsigned(key, at.key);
            if (order < 0 || (order == 0 && inclusive)) {
                best = at;
                at = at.left;
            } else {
                at = at.right;
            }
        }
        return best;
    }

    private static Node put(@Nullable Node at, byte[] key, byte[] value) {
        if (at == null) {
            return new Node(key, value, priority(key), null, null);
        }
        int order = Arrays.compareUnsigned(key, at.key);
        if (order == 0) {
            return new Node(at.key, value, at.priority, at.left, at.right);
        }
        return order < 0
                ? rotateRight(at, put(at.left, key, value))
                : rotateLeft(at, put(at.right, key, value));
    }

    private static Node rotateRight(Node at, Node left) {
        return left.priority > at.priority
                ? left.withRight(at.withLeft(left.right))
                : at.withLeft(left);
    }

    private static Node rotateLeft(Node at, Node right) {
        return right.priority > at.priority
                ? right.withLeft(at.withRight(right.left))
                : at.withRight(right);
    }

    private static @Nullable Node remove(@Nullable Node at, byte[] key) {
        if (at == null) {
            return null;
        }
        int order = Arrays.compareUnsigned(key, at.key);
        if (order == 0) {
            return merge(at.left, at.right);
        }
        return order < 0 ? at.withLeft(remove(at.left, key)) : at.withRight(remove(at.right, key));
    }

    private static @Nullable Node merge(@Nullable Node left, @Nullable Node right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        return left.priority > right.priority
                ? left.withRight(merge(left.right, right))
                : right.withLeft(merge(left, right.left));
    }

    /// From the key alone, so that equal contents are equal trees; murmur3's finalizer.
    private static int priority(byte[] key) {
        int hash = Arrays.hashCode(key);
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        return hash ^ (hash >>> 16);
    }
}
