package dev.varve.server.api.uploads;

import dev.varve.log.ObjectKey;
import dev.varve.replication.Subject;
import dev.varve.server.api.ApiCall;
import dev.varve.server.forward.Concern;
import dev.varve.server.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Finds what an upload that is to be made is about, by its headers. One that joins others is made where
/// they are, and only if that is who decides its key.
final class TusConcern {
    private TusConcern() {}

    static Concern of(HttpRequest request, Map<String, String> path) {
        String bucket = path.getOrDefault(ApiCall.BUCKET, "");
        TusMetadata metadata = TusMetadata.of(request.headers());
        String key = metadata.key().map(ObjectKey::toString).orElse(TusCreation.PARTIALS);
        List<Concern> parts = new ArrayList<>();
        parts.add(
                new Concern.OfObject(
                        new Subject(
                                bucket,
                                key,
                                metadata.pairs().getOrDefault("filetype", ""),
                                Tus.bytes(request.headers(), Tus.LENGTH)
                                        .orElse((long) Subject.UNKNOWN),
                                "")));
        request.headers()
                .first(Tus.CONCAT)
                .ifPresent(concat ->
                        TusCreation.joined(concat).stream()
                                .map(each -> each.upload().stamp().origin().node())
                                .distinct()
                                .forEach(node -> parts.add(new Concern.OfUpload(node))));
        return new Concern.Together(parts);
    }
}
