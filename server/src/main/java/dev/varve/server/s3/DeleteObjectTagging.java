package dev.varve.server.s3;

import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.AttributeChange.SetTags;
import java.util.TreeMap;

/// Takes all tags from a version.
final class DeleteObjectTagging implements Operation {
    private static final int NO_CONTENT = 204;

    @Override
    public HttpResponse handle(Call call) {
        return Changes.apply(call, new SetTags(new TreeMap<>()), NO_CONTENT);
    }
}
