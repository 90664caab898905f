package dev.varve.server.store;

import dev.varve.log.Provenance;
import dev.varve.projections.objects.Upload;
import dev.varve.server.store.ResumableCommands.Expire;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Gives up uploads of which nothing came for long, whoever began them and in whatever way. The
/// writer decides, so one that somebody goes on with just now stays.
///
/// Nothing expires before the clock was steady for a while, so whoever goes on with an upload after a
/// jump of it finds it there.
final class UploadExpiry {
    private static final int AT_ONCE = 1000;
    private static final Duration LONGEST_WATCH = Duration.ofHours(1);

    private final Core core;
    private final Duration after;
    private final SteadyClock steady;

    /// @param after how long nothing must have come
    /// @param timer nanoseconds that never jump
    UploadExpiry(Core core, Duration after, LongSupplier timer) {
        this.core = core;
        this.after = after;
        this.steady = new SteadyClock(core.parts().clock(), timer);
    }

    /// Looks at every open upload once, some at a time. Answers how many it gave up.
    int expire() {
        return steady.look(watch()) ? expire(core.parts().clock().instant().minus(after)) : 0;
    }

    private Duration watch() {
        return after.compareTo(LONGEST_WATCH) < 0 ? after : LONGEST_WATCH;
    }

    private int expire(Instant cutoff) {
        int expired = 0;
        Upload from = null;
        List<Upload> page = page(null);
        while (!page.isEmpty()) {
            for (Upload upload : page) {
                expired += !upload.created().isAfter(cutoff) && expire(upload, cutoff) ? 1 : 0;
            }
            from = page.getLast();
            page = page(from);
        }
        return expired;
    }

    private List<Upload> page(@Nullable Upload from) {
        return core.read(view -> view.uploads(from, AT_ONCE));
    }

    /// Only those that look due trouble the writer.
    private boolean expire(Upload upload, Instant cutoff) {
        return core.read(view ->
                core.duties().isOwn(view, upload.id().stamp())
                        && !ResumableCommands.touched(view, upload).isAfter(cutoff))
                && core.sequencer()
                                .run(
                                        new Expire(
                                                upload.bucket(), upload.key(), upload.id(), cutoff),
                                        Provenance.SYSTEM)
                        instanceof Outcome.Done<Boolean>(Boolean done)
                && done;
    }
}
