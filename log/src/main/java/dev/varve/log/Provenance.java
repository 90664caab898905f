package dev.varve.log;

/// Who asked, through which door, from where, and under which request id.
public record Provenance(Actor actor, Surface surface, String source, String requestId) {
    public static final int MAX_LENGTH = 128;
    public static final Provenance SYSTEM = new Provenance(Actor.SYSTEM, Surface.SYSTEM, "", "");

    /// The tags are stored: never renumber.
    public enum Surface {
        SYSTEM(0),
        EMBEDDED(1),
        S3(2),
        API(3),
        PEER(4),
        CLI(5);

        private final int tag;

        Surface(int tag) {
            this.tag = tag;
        }

        public int tag() {
            return tag;
        }

        /// @throws IllegalArgumentException for a tag of the future
        public static Surface ofTag(int tag) {
            for (Surface surface : values()) {
                if (surface.tag == tag) {
                    return surface;
                }
            }
            throw new IllegalArgumentException("unknown surface " + tag);
        }
    }

    public Provenance {
        if (source.length() > MAX_LENGTH || requestId.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "source and request id have a limit of " + MAX_LENGTH);
        }
    }
}
