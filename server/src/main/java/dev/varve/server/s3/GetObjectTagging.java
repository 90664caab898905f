package dev.varve.server.s3;

import dev.varve.projections.objects.Version;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.xml.TagDocument;

/// The tags of a version; an empty set where it has none.
final class GetObjectTagging implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        Version version = OneVersion.require(call);
        HttpResponse answer =
                HttpResponse.xml(200, TagDocument.write(version.object().attributes().tags()));
        VersionIds.answer(call, answer.headers(), version.id(), version.nullVersion());
        return answer;
    }
}
