package dev.varve.server.api.events;

import dev.varve.log.AccessKeyId;
import dev.varve.projections.objects.AccessKey;
import dev.varve.server.auth.Principal;
import dev.varve.server.auth.Rights;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// Whether somebody who came in a while ago may still do what he came for: a stream lasts longer than a
/// key does.
public final class Stays {
    private static final long EVERY = Duration.ofSeconds(1).toNanos();

    private final Function<AccessKeyId, Optional<AccessKey>> keys;
    private final InstantSource clock;

    /// @param keys finds those that were made here
    public Stays(Function<AccessKeyId, Optional<AccessKey>> keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /// Looked up anew once a second. A key that was changed is one that has to come in again.
    BooleanSupplier of(Principal principal) {
        return new BooleanSupplier() {
            private long looked = System.nanoTime();
            private boolean allowed = true;

            @Override
            public boolean getAsBoolean() {
                long now = System.nanoTime();
                if (now - looked >= EVERY) {
                    looked = now;
                    allowed &= holds(principal);
                }
                return allowed;
            }
        };
    }

    private boolean holds(Principal principal) {
        Instant now = clock.instant();
        boolean expired = principal.expires().filter(end -> !end.isAfter(now)).isPresent();
        return !expired && principal.key().map(key -> isSame(key, principal)).orElse(true);
    }

    private boolean isSame(String key, Principal principal) {
        return keys.apply(new AccessKeyId(key))
                .filter(found -> Rights.of(found.settings()).equals(principal.rights()))
                .isPresent();
    }
}
