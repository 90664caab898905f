package dev.varve.server.http.ops;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/// How much of what this server does goes to its log. It concerns Varve's own classes; libraries stay as
/// they are configured.
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE;

    /// Held, or the level would be lost.
    private static final Logger OURS = Logger.getLogger("dev.varve");

    private Level level() {
        return switch (this) {
            case ERROR -> Level.SEVERE;
            case WARN -> Level.WARNING;
            case INFO -> Level.INFO;
            case DEBUG -> Level.FINE;
            case TRACE -> Level.FINEST;
        };
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<LogLevel> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    /// The one in force: of our loggers, or inherited.
    public static LogLevel now() {
        Logger logger = OURS;
        while (logger.getLevel() == null && logger.getParent() != null) {
            logger = logger.getParent();
        }
        int value =
                logger.getLevel() == null ? Level.INFO.intValue() : logger.getLevel().intValue();
        return Arrays.stream(values())
                .filter(each -> each.level().intValue() <= value)
                .findFirst()
                .orElse(TRACE);
    }

    /// Handlers that would hold lines back are opened too.
    public void apply() {
        OURS.setLevel(level());
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            if (handler.getLevel().intValue() > level().intValue()) {
                handler.setLevel(level());
            }
        }
    }
}
