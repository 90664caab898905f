package dev.varve.log;

import org.jspecify.annotations.Nullable;

/// Something broke that no caller can decide about. Each kind says what an operator can do.
public sealed class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// Bytes on disk are not what was written; names the file and the place in it.
    public static final class Corrupt extends StoreException {
        private static final long serialVersionUID = 1L;

        private final String file;
        private final long offset;

        public Corrupt(String file, long offset, String what) {
            super(file + " at byte " + offset + ": " + what, null);
            this.file = file;
            this.offset = offset;
        }

        public Corrupt(String file, long offset, String what, Throwable cause) {
            super(file + " at byte " + offset + ": " + what, cause);
            this.file = file;
            this.offset = offset;
        }

        public String file() {
            return file;
        }

        public long offset() {
            return offset;
        }
    }

    /// The volume is full. Nothing of the attempt was kept.
    public static final class OutOfSpace extends StoreException {
        private static final long serialVersionUID = 1L;

        public OutOfSpace(String message) {
            super(message, null);
        }

        public OutOfSpace(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// A read or write failed; whether a write took effect may be unknown.
    public static final class Failed extends StoreException {
        private static final long serialVersionUID = 1L;

        public Failed(String message) {
            super(message, null);
        }

        public Failed(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// Events that were asked for are no longer held: the journal was trimmed.
    public static final class Trimmed extends StoreException {
        private static final long serialVersionUID = 1L;

        private final long oldest;

        public Trimmed(Position asked, Position oldest) {
            super("event " + asked + " was trimmed; the journal begins with event " + oldest, null);
            this.oldest = oldest.value();
        }

        /// The oldest event that is held.
        public Position oldest() {
            return new Position(oldest);
        }
    }

    /// Another process holds the data directory.
    public static final class Locked extends StoreException {
        private static final long serialVersionUID = 1L;

        public Locked(String message) {
            super(message, null);
        }
    }

    /// Written by a release this one does not know; a newer release is needed.
    public static final class FromTheFuture extends StoreException {
        private static final long serialVersionUID = 1L;

        public FromTheFuture(String message) {
            super(message, null);
        }
    }

    /// The store is closed or closing.
    public static final class Closed extends StoreException {
        private static final long serialVersionUID = 1L;

        public Closed(String message) {
            super(message, null);
        }
    }
}
