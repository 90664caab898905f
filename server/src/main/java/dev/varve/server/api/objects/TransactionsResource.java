package dev.varve.server.api.objects;

import dev.varve.log.Position;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.ApiRefusals;
import dev.varve.server.api.Concerning;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.api.objects.TransactionForm.PartForm;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.Deleted;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.Preconditions;
import dev.varve.server.store.Refusal;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.TransactionRequest;
import dev.varve.server.store.TransactionRequest.Copy;
import dev.varve.server.store.TransactionRequest.Delete;
import dev.varve.server.store.TransactionRequest.Move;
import dev.varve.server.store.TransactionRequest.Part;
import dev.varve.server.store.TransactionRequest.Put;
import dev.varve.server.store.TransactionRequest.Require;
import dev.varve.server.store.TransactionResult;
import dev.varve.server.store.TransactionResult.Effect;
import dev.varve.server.store.TransactionResult.Wrote;
import dev.varve.server.store.VersionRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/v1/transactions`: changes of any keys and buckets, all of them or none, as one event.
public final class TransactionsResource implements Resource {
    /// Keys of a thousand bytes, metadata of two thousand, each written as JSON may.
    private static final int MAX_BODY = 16 << 20;

    private static final String PART = "part";

    /// @param object that was put, copied or moved to
    /// @param marker the delete marker that was made
    /// @param version whose attributes were changed
    public record PartResult(
            @Nullable ObjectView object, @Nullable String marker, @Nullable String version) {
        static final PartResult NOTHING = new PartResult(null, null, null);
    }

    /// @param position of the event; absent where nothing had to change
    /// @param results in the order of the parts
    public record Committed(@Nullable Long position, List<PartResult> results) {}

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(
                                "POST",
                                "/v1/transactions",
                                "commitTransaction",
                                Action.WRITE_OBJECT,
                                TransactionsResource::commit)
                        .guardingItself()
                        .about(
                                Concerning.anywhereInBody(
                                        TransactionForm.class,
                                        MAX_BODY,
                                        (bucket, form) -> TransactionConcern.of(form)))
                        .deleting()
                        .summary("Makes up to 1000 changes, all or none; an error names the part")
                        .takesJson(TransactionForm.class)
                        .answersJson(200, Committed.class)
                        .refuses(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.INVALID_ARGUMENT,
                                ErrorCode.INVALID_TAG,
                                ErrorCode.INVALID_STORAGE_CLASS,
                                ErrorCode.METADATA_TOO_LARGE,
                                ErrorCode.ENTITY_TOO_LARGE,
                                ErrorCode.NO_SUCH_BUCKET,
                                ErrorCode.NO_SUCH_KEY,
                                ErrorCode.NO_SUCH_VERSION,
                                ErrorCode.NO_SUCH_UPLOAD,
                                ErrorCode.PRECONDITION_FAILED,
                                ErrorCode.OBJECT_LOCKED,
                                ErrorCode.BYTES_RELEASED,
                                ErrorCode.INVALID_BUCKET_STATE,
                                ErrorCode.OPERATION_ABORTED,
                                ErrorCode.QUOTA_EXCEEDED,
                                ErrorCode.OUT_OF_SPACE));
    }

    private static HttpResponse commit(ApiCall asked) {
        asked.requireKey();
        List<@Nullable PartForm> forms = asked.json(TransactionForm.class, MAX_BODY).parts();
        if (forms == null || forms.isEmpty() || forms.size() > TransactionRequest.MAX) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT,
                    "'parts' must have 1 to " + TransactionRequest.MAX + " of them.");
        }
        TransactionParser parser = new TransactionParser(asked);
        List<Part> parts = new ArrayList<>(forms.size());
        for (PartForm form : forms) {
            try {
                parts.add(parser.parse(form));
            } catch (Failed failed) {
                throw failed.detail(PART, Integer.toString(parts.size()));
            }
        }
        ApiCall call = parser.call();
        return switch (call.store().transaction(new TransactionRequest(parts))) {
            case Outcome.Done<TransactionResult>(TransactionResult done) -> answer(parts, done);
            case Outcome.Refused<TransactionResult>(Refusal refusal) ->
                    throw failed(call, parts, refusal);
        };
    }

    private static Failed failed(ApiCall call, List<Part> parts, Refusal refusal) {
        if (refusal.part().isEmpty()) {
            return ApiRefusals.failed(refusal);
        }
        int index = refusal.part().getAsInt();
        return told(call, parts.get(index), refusal).detail(PART, Integer.toString(index));
    }

    /// What must match, and is missing, does not match; what was there when the parts were read, and is
    /// not any more, was changed meanwhile.
    private static Failed told(ApiCall call, Part part, Refusal refusal) {
        return switch (part) {
            case Put put -> Conditional.failed(refusal, put.preconditions());
            case Delete delete -> Conditional.failed(refusal, delete.preconditions());
            case Require require -> Conditional.failed(refusal, require.preconditions());
            case Copy(var copy) -> CopyResource.failed(call, copy, refusal);
            case Move(var copy) -> CopyResource.failed(call, copy, refusal);
            case TransactionRequest.Change _ ->
                    refusal.reason() == Reason.NO_SUCH_VERSION
                            ? new Failed(ErrorCode.OPERATION_ABORTED, "The version was replaced.")
                            : Conditional.failed(refusal, Preconditions.NONE);
        };
    }

    private static HttpResponse answer(List<Part> parts, TransactionResult done) {
        List<PartResult> results = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            results.add(result(parts.get(i), done.effects().get(i)));
        }
        return ApiCall.answer(
                200, new Committed(done.position().map(Position::value).orElse(null), results));
    }

    private static PartResult result(Part part, Effect effect) {
        return switch (effect) {
            case Wrote(var written) ->
                    new PartResult(
                            switch (part) {
                                case Put put -> ObjectView.of(put.bucket(), put.key(), written);
                                case Copy(var to) -> ObjectView.of(to.bucket(), to.key(), written);
                                case Move(var to) -> ObjectView.of(to.bucket(), to.key(), written);
                                default -> throw new IllegalStateException(part + " wrote");
                            },
                            null,
                            null);
            case TransactionResult.Removed(Deleted deleted) ->
                    new PartResult(
                            null, deleted.marker().map(VersionRef::toString).orElse(null), null);
            case TransactionResult.Changed(var version) ->
                    new PartResult(null, null, version.id().toString());
            case TransactionResult.Held() -> PartResult.NOTHING;
        };
    }
}
