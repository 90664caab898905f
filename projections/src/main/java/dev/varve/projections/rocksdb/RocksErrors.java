package dev.varve.projections.rocksdb;

import dev.varve.log.StoreException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/// What RocksDB reports, in the store's own words.
final class RocksErrors {
    private static final Pattern PLACE = Pattern.compile("(\\S+/[^/\\s:]+)(?: offset (\\d+))?");
    private static final Pattern BAD_FILE =
            Pattern.compile(
                    "checksum|corrupt|truncat|too short|bad table|magic|No such file|missing",
                    Pattern.CASE_INSENSITIVE);
    private final Path directory;

    RocksErrors(Path directory) {
        this.directory = directory;
    }

    StoreException of(String doing, RocksDBException error) {
        Status status = error.getStatus();
        Status.Code code = status == null ? Status.Code.Undefined : status.getCode();
        String message = String.valueOf(error.getMessage());
        if (status != null && status.getSubCode() == Status.SubCode.NoSpace) {
            return new StoreException.OutOfSpace(doing + ": " + message, error);
        }
        if (message.contains("LOCK") && message.contains("lock")) {
            return new StoreException.Locked(directory + " is in use: " + message);
        }
        if (code == Status.Code.Corruption || BAD_FILE.matcher(message).find()) {
            return corrupt(message, error);
        }
        return new StoreException.Failed(doing + " in " + directory + ": " + message, error);
    }

    private StoreException.Corrupt corrupt(String message, RocksDBException error) {
        Matcher place = PLACE.matcher(message);
        if (!place.find()) {
            return new StoreException.Corrupt(directory.toString(), 0, message, error);
        }
        String offset = place.group(2);
        return new StoreException.Corrupt(
                place.group(1), offset == null ? 0 : Long.parseLong(offset), message, error);
    }
}
