package dev.varve.server.api.uploads;

import dev.varve.log.UploadTerms;
import dev.varve.log.UploadTerms.Kind;
import dev.varve.projections.objects.Part;
import dev.varve.projections.objects.Version;
import dev.varve.server.api.Words;
import dev.varve.server.store.UploadHandle;
import dev.varve.server.store.UploadState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How far an upload has come.
///
/// @param kind chunked, or of tus: appended, partial or concatenated; null where the journal does not
///     reach back to its begin any more
/// @param state open, or completed
/// @param size of the whole, null while it is not known
/// @param received bytes that are there
/// @param chunks how many there will be, null while that is not known
/// @param present numbers of chunks that are there
/// @param missing numbers of chunks that are not
/// @param expires when an open one is given up, if nothing more comes
/// @param version of the object that it made
public record UploadView(
        String id,
        String bucket,
        String key,
        @Nullable String kind,
        String state,
        @Nullable Long size,
        long received,
        @Nullable Long chunkSize,
        @Nullable Integer chunks,
        @Nullable List<Integer> present,
        @Nullable List<Integer> missing,
        @Nullable Instant expires,
        @Nullable String version,
        @Nullable String etag) {

    static UploadView of(UploadHandle handle, UploadState state) {
        return switch (state) {
            case UploadState.Open open -> open(handle, open);
            case UploadState.Finished(Version version, Optional<UploadTerms> terms) ->
                    finished(handle, version, terms);
        };
    }

    private static UploadView open(UploadHandle handle, UploadState.Open open) {
        UploadTerms terms = open.terms();
        boolean chunked = terms.kind() == Kind.CHUNKED;
        return new UploadView(
                handle.text(),
                handle.bucket().value(),
                handle.key().toString(),
                Words.of(terms.kind()),
                "open",
                terms.isSized() ? (Long) terms.size() : null,
                open.received(),
                chunked ? (Long) terms.chunkBytes() : null,
                chunked && terms.isSized() ? (Integer) open.chunks() : null,
                chunked ? open.parts().stream().map(Part::number).toList() : null,
                chunked ? open.missing() : null,
                open.expires(),
                null,
                null);
    }

    private static UploadView finished(
            UploadHandle handle, Version version, Optional<UploadTerms> terms) {
        return new UploadView(
                handle.text(),
                handle.bucket().value(),
                handle.key().toString(),
                terms.map(UploadTerms::kind).map(Words::of).orElse(null),
                "completed",
                version.size(),
                version.size(),
                null,
                null,
                null,
                null,
                null,
                version.id().toString(),
                version.object().etag().value());
    }
}
