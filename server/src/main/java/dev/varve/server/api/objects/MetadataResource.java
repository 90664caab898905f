package dev.varve.server.api.objects;

import dev.varve.log.Metadata;
import dev.varve.projections.objects.Version;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.ApiOperation;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.AttributeChange.SetMetadata;
import java.util.List;

/// `/v1/buckets/{bucket}/metadata/{key...}`: what is said of an object's content.
public final class MetadataResource implements Resource {
    private static final String PATH = "/v1/buckets/{bucket}/metadata/{key...}";

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                row("GET", "getMetadata", Versions.INSPECT, MetadataResource::get)
                        .readingPast()
                        .summary("Tells an object's content headers and custom metadata"),
                row("PUT", "putMetadata", Action.WRITE_OBJECT, MetadataResource::put)
                        .summary("Replaces them; no new version is made, and bytes and tag stay")
                        .takesJson(ContentMetadata.class)
                        .refuses(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.INVALID_STORAGE_CLASS,
                                ErrorCode.METADATA_TOO_LARGE));
    }

    private static Endpoint row(String method, String name, Action action, ApiOperation does) {
        return Endpoint.of(method, PATH, name, action, does)
                .query(Versions.PARAMETER, "string", "of a version instead of the current one")
                .answersJson(200, ContentMetadata.class)
                .refuses(
                        ErrorCode.INVALID_ARGUMENT,
                        ErrorCode.NO_SUCH_BUCKET,
                        ErrorCode.NO_SUCH_KEY,
                        ErrorCode.NO_SUCH_VERSION);
    }

    private static HttpResponse get(ApiCall call) {
        Version version = Current.require(call);
        return Current.answer(version, ContentMetadata.of(metadata(version)));
    }

    private static HttpResponse put(ApiCall call) {
        ContentMetadata asked = call.json(ContentMetadata.class);
        asked.replacing(Metadata.NONE);
        Version version =
                Current.change(call, before -> new SetMetadata(asked.replacing(metadata(before))));
        return Current.answer(version, ContentMetadata.of(metadata(version)));
    }

    private static Metadata metadata(Version version) {
        return version.object().attributes().metadata();
    }
}
