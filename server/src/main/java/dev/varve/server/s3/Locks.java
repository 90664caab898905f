package dev.varve.server.s3;

import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Retention;
import dev.varve.projections.objects.Bucket;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.surface.HttpDates;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Object lock in headers: retention, legal hold, and the wish to pass over governance.
final class Locks {
    private static final String MODE = "x-amz-object-lock-mode";
    private static final String UNTIL = "x-amz-object-lock-retain-until-date";
    private static final String HOLD = "x-amz-object-lock-legal-hold";
    private static final String BYPASS = "x-amz-bypass-governance-retention";

    private Locks() {}

    /// What a request wants its new version to be locked by.
    record Wish(Optional<Retention> retention, boolean hold) {}

    /// @throws Failed for half a retention, one that is over already, and in a bucket without lock
    static Wish parse(Call call, Headers headers) {
        Optional<String> mode = headers.first(MODE);
        Optional<String> until = headers.first(UNTIL);
        Optional<String> hold = headers.first(HOLD);
        if (mode.isEmpty() && until.isEmpty() && hold.isEmpty()) {
            return new Wish(Optional.empty(), false);
        }
        requireLock(BucketOf.require(call));
        if (mode.isPresent() != until.isPresent()) {
            throw invalid(
                    mode.isPresent() ? MODE : UNTIL,
                    "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be"
                            + " supplied");
        }
        Optional<Retention> retention =
                mode.map(name -> new Retention(mode(name), until(until.orElse(""))));
        return new Wish(retention, hold.map(Locks::isOn).orElse(false));
    }

    private static Retention.Mode mode(String name) {
        return parseMode(name).orElseThrow(() -> invalid(MODE, "Unknown wormMode directive."));
    }

    static Optional<Retention.Mode> parseMode(String name) {
        return switch (name) {
            case "GOVERNANCE" -> Optional.of(Retention.Mode.GOVERNANCE);
            case "COMPLIANCE" -> Optional.of(Retention.Mode.COMPLIANCE);
            default -> Optional.empty();
        };
    }

    private static Instant until(String text) {
        Instant until =
                HttpDates.parseIso(text)
                        .orElseThrow(() ->
                                invalid(
                                        UNTIL,
                                        "The retain until date must be provided in ISO"
                                                + " 8601 format"));
        requireFuture(until);
        return until;
    }

    static void requireFuture(Instant until) {
        if (!until.isAfter(Instant.now())) {
            throw invalid(UNTIL, "The retain until date must be in the future!");
        }
    }

    private static boolean isOn(String status) {
        return switch (status) {
            case "ON" -> true;
            case "OFF" -> false;
            default -> throw invalid(HOLD, "Legal Hold must be either of 'ON' or 'OFF'");
        };
    }

    static void requireLock(Bucket bucket) {
        if (!bucket.settings().objectLock().enabled()) {
            throw new Failed(
                    ErrorCode.INVALID_REQUEST, "Bucket is missing Object Lock Configuration");
        }
    }

    /// Whether the caller wants to pass over governance retention, and may.
    static boolean bypasses(Call call) {
        boolean wants = call.request().headers().get(BYPASS, "").equalsIgnoreCase("true");
        if (wants) {
            BucketOf.allow(call, BucketOf.require(call), Action.BYPASS_GOVERNANCE, call.key());
        }
        return wants;
    }

    static void answer(Headers headers, Attributes attributes) {
        @Nullable Retention retention = attributes.retention();
        if (retention != null) {
            headers.set(MODE, retention.mode().name());
            headers.set(UNTIL, retention.until().toString());
        }
        if (attributes.legalHold()) {
            headers.set(HOLD, "ON");
        }
    }

    private static Failed invalid(String header, String message) {
        return new Failed(ErrorCode.INVALID_ARGUMENT, message).detail("ArgumentName", header);
    }
}
