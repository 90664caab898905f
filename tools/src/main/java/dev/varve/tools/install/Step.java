package dev.varve.tools.install;

import java.nio.file.Path;
import java.util.List;

/// One thing that an installation puts in place. All of them are known before the first is done.
public sealed interface Step {
    /// A text file.
    ///
    /// @param shown the text for the eyes of others, secrets masked
    /// @param access who may do what with it
    record Write(Path path, String text, String shown, Access access) implements Step {
        @Override
        public String toString() {
            return "Write[" + path + "]";
        }
    }

    /// The libraries of the program, in the place of those of an earlier version.
    record Copy(List<Path> files, Path to) implements Step {
        public Copy {
            files = List.copyOf(files);
        }
    }

    /// A directory for the service alone.
    record Directory(Path path) implements Step {}

    /// Modes of files.
    enum Access {
        OWNER("rw-------"),
        EVERYBODY("rw-r--r--"),
        PROGRAM("rwxr-xr-x");

        private final String mode;

        Access(String mode) {
            this.mode = mode;
        }

        public String mode() {
            return mode;
        }
    }
}
