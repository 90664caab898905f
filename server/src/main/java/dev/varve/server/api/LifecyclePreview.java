package dev.varve.server.api;

import dev.varve.log.Bytes;
import dev.varve.log.LifecycleRule;
import dev.varve.log.UploadId;
import dev.varve.log.VersionId;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.LifecycleItem;
import dev.varve.server.store.LifecyclePlace;
import dev.varve.server.store.Lifecycles;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What would go by lifecycle rules, and when. Nothing goes by asking.
final class LifecyclePreview {
    private LifecyclePreview() {}

    /// @param rules to try; those of the bucket where it is not there
    /// @param until what goes later is left out; nothing is where it is not there
    /// @param cursor where the page before ended
    public record PreviewForm(
            @Nullable List<LifecycleForm.RuleForm> rules,
            @Nullable Instant until,
            @Nullable String cursor) {}

    /// What goes.
    public enum What {
        OBJECT,
        NONCURRENT_VERSION,
        DELETE_MARKER,
        UPLOAD
    }

    /// @param at from then on; in the past for what goes with the next pass
    public record Going(
            What what,
            String key,
            @Nullable String version,
            @Nullable String upload,
            long size,
            Instant at,
            String rule) {}

    /// @param going of the page; a page may be empty though there is more
    /// @param next the cursor to ask with for more; not there at the end
    public record PreviewView(List<Going> going, @Nullable String next) {}

    static HttpResponse answer(ApiCall call) {
        PreviewForm form = call.json(PreviewForm.class);
        List<LifecycleRule> rules =
                form.rules() == null ? null : new LifecycleForm(form.rules()).parsed();
        Instant until = form.until() == null ? Instant.MAX : form.until();
        Lifecycles.Preview page =
                ApiRefusals.require(
                        call.store()
                                .lifecycles()
                                .preview(call.bucketName(), rules, until, place(form.cursor())));
        LifecyclePlace next = page.next();
        return ApiCall.answer(
                200,
                new PreviewView(
                        page.items().stream().map(LifecyclePreview::going).toList(),
                        next == null ? null : Cursor.of(next.bytes())));
    }

    private static LifecyclePlace place(@Nullable String cursor) {
        if (cursor == null) {
            return LifecyclePlace.BEGIN;
        }
        Bytes place = Cursor.parse(cursor);
        try {
            return LifecyclePlace.of(place);
        } catch (IllegalArgumentException e) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT, "The cursor is not one that a preview gave.");
        }
    }

    private static Going going(LifecycleItem item) {
        What what =
                switch (item.kind()) {
                    case OBJECT -> What.OBJECT;
                    case NONCURRENT -> What.NONCURRENT_VERSION;
                    case MARKER -> What.DELETE_MARKER;
                    case UPLOAD -> What.UPLOAD;
                };
        boolean upload = what == What.UPLOAD;
        return new Going(
                what,
                item.key().toString(),
                upload ? null : new VersionId(item.stamp()).toString(),
                upload ? new UploadId(item.stamp()).toString() : null,
                item.size(),
                item.at(),
                item.rule().id());
    }
}
