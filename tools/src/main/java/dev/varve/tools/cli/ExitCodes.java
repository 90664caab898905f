package dev.varve.tools.cli;

import dev.varve.log.StoreException;
import dev.varve.server.config.ConfigException;
import java.nio.file.FileSystemException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// What commands answer the shell with, the same for all of them.
final class ExitCodes implements IExecutionExceptionHandler {
    static final int SOUND = CommandLine.ExitCode.OK;

    /// Something is damaged, or a run found a promise broken.
    static final int DAMAGED = 1;

    static final int IN_USE = 3;

    /// The command could not do its work: no store there, an I/O error, a format of the future.
    static final int FAILED = 4;

    static final String HELP =
            """
            Exit codes: 0 all is well, 1 damage was found, 2 wrong usage or configuration, \
            3 the data directory is in use, 4 the command could not do its work.\
            """;

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine command, ParseResult parsed) {
        command.getErr().println("varve: " + words(failure));
        return switch (failure) {
            case StoreException.Corrupt _ -> DAMAGED;
            case StoreException.Locked _ -> IN_USE;
            case StoreException _ -> FAILED;
            case ConfigException _ -> CommandLine.ExitCode.USAGE;
            case FileSystemException _ -> FAILED;
            default -> {
                failure.printStackTrace(command.getErr());
                yield FAILED;
            }
        };
    }

    /// The JDK's own message is often only the name of the file.
    private static String words(Exception failure) {
        return failure instanceof FileSystemException && failure.getMessage() != null
                ? failure.getClass().getSimpleName().replace("Exception", ": ")
                        + failure.getMessage()
                : String.valueOf(failure.getMessage());
    }
}
