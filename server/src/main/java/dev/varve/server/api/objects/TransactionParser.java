package dev.varve.server.api.objects;

import dev.varve.log.Metadata;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.Version;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.ApiRefusals;
import dev.varve.server.api.objects.CopyResource.Copying;
import dev.varve.server.api.objects.LockResource.Lock;
import dev.varve.server.api.objects.TransactionForm.ChangeForm;
import dev.varve.server.api.objects.TransactionForm.CopyForm;
import dev.varve.server.api.objects.TransactionForm.DeleteForm;
import dev.varve.server.api.objects.TransactionForm.PartForm;
import dev.varve.server.api.objects.TransactionForm.PutForm;
import dev.varve.server.api.objects.TransactionForm.RequireForm;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.store.AttributeChange;
import dev.varve.server.store.AttributeChange.SetMetadata;
import dev.varve.server.store.AttributeChange.SetTags;
import dev.varve.server.store.AttributeChange.Several;
import dev.varve.server.store.CopyRequest;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.store.TransactionRequest.Change;
import dev.varve.server.store.TransactionRequest.Copy;
import dev.varve.server.store.TransactionRequest.Delete;
import dev.varve.server.store.TransactionRequest.Move;
import dev.varve.server.store.TransactionRequest.Part;
import dev.varve.server.store.TransactionRequest.Put;
import dev.varve.server.store.TransactionRequest.Require;
import dev.varve.server.store.VersionRef;
import dev.varve.server.surface.Conditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Turns the parts of a transaction into what the store does, each only for who may do it.
final class TransactionParser {
    private ApiCall call;

    TransactionParser(ApiCall call) {
        this.call = call;
    }

    /// The call, with the right to every bucket that was named so far.
    ApiCall call() {
        return call;
    }

    private record Place(Bucket bucket, ObjectKey key) {}

    Part parse(@Nullable PartForm form) {
        Part found = null;
        if (form != null && count(form) == 1) {
            found = one(form);
        }
        if (found == null) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT,
                    "A part is one of put, copy, move, delete, change and require.");
        }
        return found;
    }

    private static long count(PartForm form) {
        return Stream.of(
                        form.put(),
                        form.copy(),
                        form.move(),
                        form.delete(),
                        form.change(),
                        form.require())
                .filter(Objects::nonNull)
                .count();
    }

    private @Nullable Part one(PartForm form) {
        if (form.put() != null) {
            return put(form.put());
        }
        if (form.copy() != null) {
            return new Copy(copy(form.copy(), false));
        }
        if (form.move() != null) {
            return new Move(copy(form.move(), true));
        }
        if (form.delete() != null) {
            return delete(form.delete());
        }
        if (form.change() != null) {
            return change(form.change());
        }
        return form.require() == null ? null : require(form.require());
    }

    private Place place(Action action, @Nullable String bucket, @Nullable String key) {
        if (bucket == null) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "'bucket' must be given.");
        }
        ObjectKey place = CopyResource.key("key", key);
        Bucket found = call.allowed(action, bucket, place.toString());
        call = call.holding(found);
        return new Place(found, place);
    }

    private Part put(PutForm form) {
        Place place = place(Action.WRITE_OBJECT, form.bucket(), form.key());
        ContentMetadata given =
                form.metadata() == null ? ContentMetadata.of(Metadata.NONE) : form.metadata();
        Lock lock = form.lock();
        Attributes attributes =
                new Attributes(
                        given.replacing(Metadata.NONE),
                        tags(form.tags()),
                        lock == null ? null : lock.retention().orElse(null),
                        lock != null && Boolean.TRUE.equals(lock.legalHold()));
        if (form.staged() == null) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "'staged' must be given.");
        }
        return new Put(
                place.bucket().name(),
                place.key(),
                form.staged(),
                attributes,
                Conditions.ofTags(form.ifMatch(), form.ifNoneMatch()));
    }

    private static SortedMap<String, String> tags(@Nullable Map<String, String> tags) {
        return tags == null ? new TreeMap<>() : TagsResource.checked(tags);
    }

    private CopyRequest copy(CopyForm form, boolean moves) {
        if (form.bucket() == null) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "'bucket' must be given.");
        }
        Copying copying =
                new Copying(form.from(), form.to(), form.metadata(), form.tags(), form.lock());
        CopyResource.Allowed allowed = CopyResource.allowed(call, form.bucket(), copying, moves);
        call = allowed.call();
        return allowed.request();
    }

    private Part delete(DeleteForm form) {
        Place place = place(Action.DELETE_OBJECT, form.bucket(), form.key());
        return new Delete(
                place.bucket().name(), place.key(), Conditions.ofTags(form.ifMatch(), null));
    }

    /// Metadata is changed by what it was, so the version that is current now is the one to change.
    private Part change(ChangeForm form) {
        Place place = place(Action.WRITE_OBJECT, form.bucket(), form.key());
        ReadRequest request = ReadRequest.of(place.bucket().name(), place.key());
        Version version =
                ApiRefusals.require(
                        call.store()
                                .head(
                                        form.version() == null
                                                ? request
                                                : request.version(Versions.parse(form.version()))));
        if (!version.isObject()) {
            throw new Failed(ErrorCode.NO_SUCH_KEY, "A delete marker is there.");
        }
        List<AttributeChange> changes = new ArrayList<>();
        if (form.metadata() != null) {
            Metadata before = version.object().attributes().metadata();
            changes.add(new SetMetadata(form.metadata().replacing(before)));
        }
        if (form.tags() != null) {
            changes.add(new SetTags(TagsResource.checked(form.tags())));
        }
        if (form.lock() != null) {
            changes.add(form.lock().change(false));
        }
        return new Change(
                place.bucket().name(),
                place.key(),
                VersionRef.of(version.id()),
                new Several(changes));
    }

    private Part require(RequireForm form) {
        Place place = place(Action.READ_OBJECT, form.bucket(), form.key());
        return new Require(
                place.bucket().name(),
                place.key(),
                Conditions.ofTags(form.ifMatch(), form.ifNoneMatch()),
                form.version() == null ? null : Versions.id(form.version()));
    }
}
