package dev.varve.tools.cli;

import dev.varve.log.StoreException;
import dev.varve.server.config.ConfigException;
import dev.varve.tools.client.ApiProblem;
import dev.varve.tools.client.BadSetting;
import dev.varve.tools.client.Unreachable;
import java.io.IOException;
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

    /// There is no such bucket, object or key, or nothing that matches.
    static final int NOT_FOUND = 5;

    /// Not allowed, or not known.
    static final int DENIED = 6;

    /// What is there is not as the command expects it: it exists, is not empty, or was changed.
    static final int CONFLICT = 7;

    static final int UNREACHABLE = 8;

    /// Of many things some failed; the others are done.
    static final int PARTLY = 9;

    static final String CLIENT_HELP =
            """
            Exit codes: 0 done, 2 wrong usage or configuration, 4 it could not be done, \
            5 there is no such thing, 6 not allowed, 7 in conflict with what is there, \
            8 the server does not answer, 9 some of many failed.\
            """;

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
            case IOException _ -> FAILED;
            case BadSetting _ -> CommandLine.ExitCode.USAGE;
            case Unreachable _ -> UNREACHABLE;
            case ApiProblem problem -> of(problem);
            case CommandFailed failed -> failed.code();
            default -> {
                failure.printStackTrace(command.getErr());
                yield FAILED;
            }
        };
    }

    static int of(ApiProblem problem) {
        return switch (problem.status()) {
            case 401, 403 -> DENIED;
            case 404, 410 -> NOT_FOUND;
            case 409, 412 -> CONFLICT;
            default -> FAILED;
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
