package dev.varve.server.config;

import java.nio.file.Path;

/// How and where requests are logged.
public record AccessLog(Format format, Target target) {
    /// `none` writes no access log.
    public enum Format {
        TEXT,
        JSON,
        NONE
    }

    /// Where lines of the access log go.
    public sealed interface Target {
        Target STDOUT = new Stdout();
        Target STDERR = new Stderr();

        record Stdout() implements Target {
            @Override
            public String toString() {
                return "stdout";
            }
        }

        record Stderr() implements Target {
            @Override
            public String toString() {
                return "stderr";
            }
        }

        record InFile(Path path) implements Target {
            @Override
            public String toString() {
                return path.toString();
            }
        }
    }

    static final Type<Target> TARGET_TYPE =
            new Type<>("stdout, stderr or a path", AccessLog::target, Target::toString);

    private static Target target(String text) {
        return switch (text) {
            case "stdout" -> Target.STDOUT;
            case "stderr" -> Target.STDERR;
            default -> new Target.InFile(Type.PATH.read(text));
        };
    }
}
