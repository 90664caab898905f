package dev.varve.server.s3;

import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.xml.TagDocument;
import dev.varve.server.store.AttributeChange.SetTags;

/// Replaces the tags of a version.
final class PutObjectTagging implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        SetTags change = new SetTags(Tags.ofObject(TagDocument.parse(Documents.read(call))));
        return Changes.apply(call, change, 200);
    }
}
