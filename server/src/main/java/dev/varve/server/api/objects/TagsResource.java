package dev.varve.server.api.objects;

import dev.varve.projections.objects.Version;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.ApiOperation;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.AttributeChange.SetTags;
import dev.varve.server.surface.TagRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `/v1/buckets/{bucket}/tags/{key...}`: the tags of an object, all at a time.
public final class TagsResource implements Resource {
    private static final String PATH = "/v1/buckets/{bucket}/tags/{key...}";

    public record TagSet(@Nullable Map<String, String> tags) {}

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                row("GET", "getTags", Versions.INSPECT, TagsResource::get)
                        .readingPast()
                        .summary("Tells an object's tags")
                        .answersJson(200, TagSet.class),
                row("PUT", "putTags", Action.WRITE_OBJECT, TagsResource::put)
                        .summary("Replaces an object's tags; no new version is made")
                        .takesJson(TagSet.class)
                        .answersJson(200, TagSet.class)
                        .refuses(ErrorCode.MALFORMED_JSON, ErrorCode.INVALID_TAG),
                row("DELETE", "deleteTags", Action.WRITE_OBJECT, TagsResource::delete)
                        .summary("Takes an object's tags away")
                        .answersNothing(204));
    }

    private static Endpoint row(String method, String name, Action action, ApiOperation does) {
        return Endpoint.of(method, PATH, name, action, does)
                .query(Versions.PARAMETER, "string", "of a version instead of the current one")
                .refuses(
                        ErrorCode.INVALID_ARGUMENT,
                        ErrorCode.NO_SUCH_BUCKET,
                        ErrorCode.NO_SUCH_KEY,
                        ErrorCode.NO_SUCH_VERSION);
    }

    private static HttpResponse get(ApiCall call) {
        Version version = Current.require(call);
        return Current.answer(version, new TagSet(version.object().attributes().tags()));
    }

    private static HttpResponse put(ApiCall call) {
        Map<String, String> asked = call.json(TagSet.class).tags();
        if (asked == null) {
            throw new Failed(ErrorCode.INVALID_TAG, "'tags' must be given.");
        }
        SortedMap<String, String> tags = checked(asked);
        Version version = Current.change(call, _ -> new SetTags(tags));
        return Current.answer(version, new TagSet(tags));
    }

    private static HttpResponse delete(ApiCall call) {
        Current.change(call, _ -> new SetTags(new TreeMap<>()));
        return HttpResponse.of(204);
    }

    static SortedMap<String, String> checked(Map<String, String> tags) {
        List<Map.Entry<String, String>> all = new ArrayList<>();
        tags.forEach((name, value) -> {
            if (value == null) {
                throw new Failed(ErrorCode.INVALID_TAG, "'tags." + name + "' must be a text.");
            }
            all.add(Map.entry(name, value));
        });
        return TagRules.checked(all, TagRules.MAX_OF_OBJECT);
    }
}
