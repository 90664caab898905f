package dev.varve.server.api.objects;

import dev.varve.replication.Subject;
import dev.varve.server.api.objects.TransactionForm.CopyForm;
import dev.varve.server.api.objects.TransactionForm.PartForm;
import dev.varve.server.api.objects.TransactionForm.PutForm;
import dev.varve.server.forward.Concern;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds what a transaction is about: all keys that it changes or requires something of. What is no
/// good in it is told by whoever decides the rest.
final class TransactionConcern {
    private TransactionConcern() {}

    static Concern of(TransactionForm form) {
        List<@Nullable PartForm> parts = form.parts() == null ? List.of() : form.parts();
        return new Concern.Together(
                parts.stream().filter(Objects::nonNull).flatMap(TransactionConcern::of).toList());
    }

    private static Stream<Concern> of(PartForm part) {
        Stream.Builder<Concern> all = Stream.builder();
        if (part.put() != null) {
            all.add(put(part.put()));
        }
        if (part.copy() != null) {
            all.add(copy(part.copy()));
        }
        if (part.move() != null) {
            all.add(copy(part.move()));
            all.add(source(part.move()));
        }
        if (part.delete() != null) {
            all.add(key(part.delete().bucket(), part.delete().key()));
        }
        if (part.change() != null) {
            all.add(key(part.change().bucket(), part.change().key()));
        }
        if (part.require() != null) {
            all.add(key(part.require().bucket(), part.require().key()));
        }
        return all.build();
    }

    private static Concern put(PutForm put) {
        ContentMetadata metadata = put.metadata();
        return new Concern.OfObject(
                new Subject(
                        text(put.bucket()),
                        text(put.key()),
                        metadata == null ? "" : text(metadata.contentType()),
                        Subject.UNKNOWN,
                        metadata == null ? "" : text(metadata.storageClass())));
    }

    private static Concern copy(CopyForm copy) {
        CopyResource.CopyFrom from = copy.from();
        CopyResource.CopyTo to = copy.to();
        String bucket = text(copy.bucket());
        return CopyResource.concern(
                bucket,
                from == null ? "" : from.key(),
                to == null || to.bucket() == null ? bucket : to.bucket(),
                to == null ? "" : to.key(),
                copy.metadata());
    }

    private static Concern source(CopyForm copy) {
        CopyResource.CopyFrom from = copy.from();
        return key(copy.bucket(), from == null ? null : from.key());
    }

    private static Concern key(@Nullable String bucket, @Nullable String key) {
        return Concern.ofKey(text(bucket), text(key));
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }
}
