package dev.varve.server.api.objects;

import dev.varve.server.api.ApiCall;
import dev.varve.server.api.Concerning;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Endpoint.Content;
import dev.varve.server.api.Resource;
import dev.varve.server.auth.Action;
import dev.varve.server.auth.Payload;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.surface.form.PartStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/v1/buckets/{bucket}/form/{prefix...}`: many files in one form, as browsers and `curl -F` send them,
/// each stored as it comes under the prefix and its name. What is before the failure of one stays.
public final class FormResource implements Resource {
    private static final String PATH = "/v1/buckets/{bucket}/form";
    private static final String PREFIX = "prefix";
    private static final String FORM = "multipart/form-data";

    /// @param file its name as sent, without folders
    /// @param key null where it has none that is possible
    public record FileResult(
            String file,
            @Nullable String key,
            int status,
            @Nullable ObjectView object,
            @Nullable ItemError error) {}

    /// In the order of the form.
    public record FormResult(List<FileResult> files) {}

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                row(PATH, "postForm").summary("Stores the files of a form"),
                row(PATH + "/{prefix...}", "postFormBelow")
                        .summary(
                                "Stores the files of a form under a prefix, put before each name"));
    }

    private static Endpoint row(String path, String name) {
        return Endpoint.of("POST", path, name, Action.WRITE_OBJECT, FormResource::post)
                .guardingItself()
                .about(Concerning.below(PREFIX))
                .takes(Content.bytes(FORM))
                .answersJson(201, FormResult.class)
                .answersJson(207, FormResult.class)
                .answersJson(400, FormResult.class)
                .refuses(
                        ErrorCode.MALFORMED_POST_REQUEST,
                        ErrorCode.INCORRECT_NUMBER_OF_FILES,
                        ErrorCode.MAX_POST_PRE_DATA_LENGTH_EXCEEDED,
                        ErrorCode.INVALID_REQUEST,
                        ErrorCode.NO_SUCH_BUCKET);
    }

    private static HttpResponse post(ApiCall asked) {
        String prefix = asked.path().getOrDefault(PREFIX, "");
        ApiCall call = asked.allowing(Action.WRITE_OBJECT, prefix);
        if (!(call.authenticated().payload() instanceof Payload.Unsigned)) {
            throw new Failed(
                    ErrorCode.INVALID_REQUEST,
                    "A form is stored before its end, so its hash cannot be signed.");
        }
        PartStream parts =
                PartStream.of(
                                call.request().body(),
                                call.request().headers().get("content-type", ""))
                        .orElseThrow(() ->
                                new Failed(
                                        ErrorCode.MALFORMED_POST_REQUEST,
                                        "The body must be " + FORM + " with a boundary."));
        List<FileResult> results = new FormUpload(call, prefix, parts).store();
        return ApiCall.answer(status(results), new FormResult(results));
    }

    /// Where all failed, as the first did.
    private static int status(List<FileResult> results) {
        boolean anyDone = results.stream().anyMatch(result -> result.error() == null);
        boolean allDone = results.stream().allMatch(result -> result.error() == null);
        if (allDone) {
            return 201;
        }
        return anyDone ? 207 : results.getFirst().status();
    }
}
