package dev.varve.server.store;

import dev.varve.projections.objects.Version;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/// What a store said, in the words of [ModelStore].
final class Answer {
    private Answer() {}

    private static <R> String of(Outcome<R> outcome, Function<R, String> words) {
        return switch (outcome) {
            case Outcome.Done<R>(R value) -> words.apply(value);
            case Outcome.Refused<R>(Refusal refusal) -> ModelStore.refused(refusal.reason());
        };
    }

    static String of(Outcome<Written> outcome) {
        return of(
                outcome,
                written -> "done " + (written.nullVersion() ? "null " : "") + written.etag());
    }

    static String ofDelete(Outcome<Deleted> outcome) {
        return of(
                outcome,
                deleted ->
                        "deleted"
                                + deleted.version().map(ref -> " version" + named(ref)).orElse("")
                                + deleted.marker().map(ref -> " marker" + named(ref)).orElse(""));
    }

    private static String named(VersionRef ref) {
        return ref.id() == null ? " null" : "";
    }

    static String ofChange(Outcome<Version> outcome) {
        return of(outcome, version -> "done");
    }

    static String ofPurge(Outcome<PurgeResult> outcome) {
        return of(outcome, purged -> "purged " + purged.versions() + " " + purged.bytes());
    }

    static String of(ReadResult result) {
        return switch (result) {
            case ReadResult.Refused(Refusal refusal, var marker) ->
                    ModelStore.refused(refusal.reason());
            case ReadResult.NotModified(Version version) -> "not modified";
            case ReadResult.Found(ObjectBody body) -> found(body);
        };
    }

    private static String found(ObjectBody body) {
        try (body) {
            Version version = body.version();
            String tag = version.object().attributes().tags().getOrDefault("tag", "");
            String text = new String(body.readAll(), StandardCharsets.UTF_8);
            return "found " + version.object().etag() + " " + tag + " " + text;
        }
    }
}
