package dev.varve.log;

/// Names a run of bytes by its content: (algorithm, dedup domain, 32 bytes). Domain 0 is the plain
/// SHA-256 of the content; a private domain is an HMAC under that domain's key.
public record BlobId(Algorithm algorithm, int domain, Hash256 hash) {
    public static final int SHARED_DOMAIN = 0;

    public enum Algorithm {
        SHA_256(1),
        HMAC_SHA_256(2);

        private final int tag;

        Algorithm(int tag) {
            this.tag = tag;
        }

        public int tag() {
            return tag;
        }

        /// @throws IllegalArgumentException for a tag of the future
        public static Algorithm ofTag(int tag) {
            for (Algorithm algorithm : values()) {
                if (algorithm.tag == tag) {
                    return algorithm;
                }
            }
            throw new IllegalArgumentException("unknown blob algorithm " + tag);
        }
    }

    public BlobId {
        if (domain < 0 || (domain == SHARED_DOMAIN) != (algorithm == Algorithm.SHA_256)) {
            throw new IllegalArgumentException(algorithm + " cannot name domain " + domain);
        }
    }

    public static BlobId sha256(byte[] digest) {
        return new BlobId(Algorithm.SHA_256, SHARED_DOMAIN, Hash256.of(digest));
    }

    @Override
    public String toString() {
        return domain == SHARED_DOMAIN ? "sha256:" + hash : "hmac:" + domain + ":" + hash;
    }
}
