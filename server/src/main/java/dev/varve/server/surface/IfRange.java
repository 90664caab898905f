package dev.varve.server.surface;

import dev.varve.projections.objects.Version;
import dev.varve.server.http.Headers;
import dev.varve.server.store.ByteRange;
import dev.varve.server.store.ObjectBody;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.store.ReadResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The `If-Range` header: which version a range is meant for. A range of another one would give a torn
/// object, so all of it is sent then.
public record IfRange(Optional<String> value) {
    public static IfRange of(Headers headers) {
        return new IfRange(headers.first("if-range"));
    }

    /// @param open how what is found is opened
    public ReadResult read(
            ObjectStore store, ReadRequest request, Function<ReadRequest, ReadResult> open) {
        if (value.isEmpty() || request.range().equals(ByteRange.ALL)) {
            return open.apply(request);
        }
        ReadRequest whole = request.range(ByteRange.ALL);
        Outcome<Version> before = store.head(request);
        boolean fits = before instanceof Outcome.Done<Version>(Version version) && isFor(version);
        if (!fits) {
            return open.apply(whole);
        }
        ReadResult result = open.apply(request);
        if (result instanceof ReadResult.Found(ObjectBody body) && !isFor(body.version())) {
            body.close();
            return open.apply(whole);
        }
        return result;
    }

    boolean isFor(Version version) {
        if (value.isEmpty() || !version.isObject()) {
            return true;
        }
        Optional<Instant> date = HttpDates.parse(value.get());
        return date.isPresent()
                ? date.get().getEpochSecond() == version.modified().getEpochSecond()
                : Conditions.tags(List.of(value.get()), false).stream()
                        .anyMatch(version.object().etag()::equals);
    }
}
