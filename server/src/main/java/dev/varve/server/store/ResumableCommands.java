package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.Bytes;
import dev.varve.log.Checksum;
import dev.varve.log.Content;
import dev.varve.log.ETag;
import dev.varve.log.Event.PartPut;
import dev.varve.log.Event.PartsMerged;
import dev.varve.log.Event.ResumableUploadCreated;
import dev.varve.log.Event.UploadAborted;
import dev.varve.log.Event.UploadSizeSet;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectPart;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Recorded;
import dev.varve.log.UploadId;
import dev.varve.log.UploadTerms;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.Part;
import dev.varve.projections.objects.Upload;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.Rules.Growth;
import dev.varve.server.store.UploadCommands.Name;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Decisions about uploads that resume.
final class ResumableCommands {
    private ResumableCommands() {}

    record Open(
            BucketName name, ObjectKey key, String owner, Attributes attributes, UploadTerms terms)
            implements Command<UploadHandle> {
        @Override
        public Decision<UploadHandle> decide(ObjectReader view, Context context) {
            Optional<Bucket> found = view.bucket(name);
            if (found.isEmpty()) {
                return new Decision.Refuse<>(Rules.noBucket(name));
            }
            Optional<Refusal> refusal =
                    Rules.lockAllowed(found.get(), attributes)
                            .or(this::tooMany)
                            .or(() -> quota(view, found.get(), context));
            if (refusal.isPresent()) {
                return new Decision.Refuse<>(refusal.get());
            }
            UploadTerms named = terms.withNonce(nonce(context.ids()));
            return Command.accept(
                    new ResumableUploadCreated(found.get().id(), key, owner, attributes, named),
                    recorded ->
                            new UploadHandle(
                                    name,
                                    key,
                                    new UploadId(recorded.stamp()),
                                    recorded.position(),
                                    named.nonce()));
        }

        private Optional<Refusal> tooMany() {
            boolean fits =
                    !terms.isSized()
                            || terms.kind() != UploadTerms.Kind.CHUNKED
                            || Math.ceilDiv(terms.size(), terms.chunkBytes())
                                    <= ObjectPart.MAX_NUMBER;
            return fits
                    ? Optional.empty()
                    : Optional.of(
                            Refusal.of(
                                    Reason.INVALID_ARGUMENT,
                                    "there may be " + ObjectPart.MAX_NUMBER + " chunks"));
        }

        /// What does not fit anyhow need not be sent first.
        private Optional<Refusal> quota(ObjectReader view, Bucket bucket, Context context) {
            long size = Math.max(0, terms.size());
            return Rules.quota(view, bucket, context.limits(), new Growth(size, 0, size));
        }

        private static Bytes nonce(RandomGenerator random) {
            byte[] nonce = new byte[UploadTerms.NONCE_BYTES];
            random.nextBytes(nonce);
            return Bytes.of(nonce);
        }
    }

    /// A part as it was stored.
    record Stored(Content content, ETag etag, List<Checksum> checksums) {
        static Stored of(Ingested ingested) {
            return new Stored(
                    ingested.content(), ingested.etag(), ingested.checksums(ResumableUpload.KEPT));
        }

        Part as(int number, Recorded recorded) {
            Instant wall = Instant.ofEpochMilli(recorded.envelope().wall().toEpochMilli());
            return new Part(number, content, etag, checksums, wall, recorded.position());
        }
    }

    /// Adds bytes behind `last`, if that still is the last part: of two that append at once one does.
    ///
    /// @param offset where they begin, given that `last` is the last part
    record Append(Name name, @Nullable Part last, long offset, Stored stored)
            implements Command<Part> {
        @Override
        public Decision<Part> decide(ObjectReader view, Context context) {
            Outcome<Bucket> bucket = bucketOf(view, name, Append::isAppended);
            return switch (bucket) {
                case Outcome.Refused<Bucket>(Refusal refusal) -> new Decision.Refuse<>(refusal);
                case Outcome.Done<Bucket>(Bucket found) -> decide(view, context, found);
            };
        }

        private static boolean isAppended(UploadTerms terms) {
            return terms.kind().isAppended();
        }

        private Decision<Part> decide(ObjectReader view, Context context, Bucket bucket) {
            int before = last == null ? 0 : last.number();
            List<Part> now = view.parts(name.upload(), Math.max(0, before - 1), 2);
            if (!now.equals(last == null ? List.of() : List.of(last))) {
                return Command.refuse(Reason.WRONG_OFFSET, "bytes came from elsewhere meanwhile");
            }
            long size = stored.content().size();
            if (before == ObjectPart.MAX_NUMBER || tooLong(view, bucket, context, size)) {
                return Command.refuse(Reason.OBJECT_TOO_LARGE, "more came than was declared");
            }
            Optional<Refusal> full =
                    Rules.quota(view, bucket, context.limits(), new Growth(size, 0, size));
            return full.isPresent()
                    ? new Decision.Refuse<>(full.get())
                    : Command.accept(
                            new PartPut(
                                    bucket.id(),
                                    name.key(),
                                    name.upload(),
                                    before + 1,
                                    stored.content(),
                                    stored.etag(),
                                    stored.checksums()),
                            recorded -> stored.as(before + 1, recorded));
        }

        private boolean tooLong(ObjectReader view, Bucket bucket, Context context, long size) {
            UploadTerms terms = termsOf(view, bucket, name).orElseThrow();
            long limit = terms.isSized() ? terms.size() : context.limits().objectBytes();
            return size > limit - offset;
        }
    }

    /// Puts the same bytes in one part for those from `parts` on, if they are still the last ones.
    record Merge(Name name, List<Part> parts, Stored stored) implements Command<Part> {
        @Override
        public Decision<Part> decide(ObjectReader view, Context context) {
            int first = parts.getFirst().number();
            return switch (bucketOf(view, name, terms -> terms.kind().isAppended())) {
                case Outcome.Refused<Bucket>(Refusal refusal) -> new Decision.Refuse<>(refusal);
                case Outcome.Done<Bucket>(Bucket bucket) ->
                        view.parts(name.upload(), first - 1, parts.size() + 1).equals(parts)
                                ? Command.accept(
                                        new PartsMerged(
                                                bucket.id(),
                                                name.key(),
                                                name.upload(),
                                                first,
                                                stored.content(),
                                                stored.etag(),
                                                stored.checksums()),
                                        recorded -> stored.as(first, recorded))
                                : Command.refuse(
                                        Reason.WRONG_OFFSET, "bytes came from elsewhere meanwhile");
            };
        }
    }

    record SetSize(Name name, long size) implements Command<Long> {
        @Override
        public Decision<Long> decide(ObjectReader view, Context context) {
            return switch (bucketOf(view, name, terms -> terms.kind().isAppended())) {
                case Outcome.Refused<Bucket>(Refusal refusal) -> new Decision.Refuse<>(refusal);
                case Outcome.Done<Bucket>(Bucket bucket) -> decide(view, context, bucket);
            };
        }

        private Decision<Long> decide(ObjectReader view, Context context, Bucket bucket) {
            UploadTerms terms = termsOf(view, bucket, name).orElseThrow();
            if (terms.isSized()) {
                return terms.size() == size
                        ? Command.unchanged(size)
                        : Command.refuse(
                                Reason.INVALID_ARGUMENT,
                                "the upload's length is " + terms.size() + " for good");
            }
            long there =
                    view.parts(name.upload(), 0, ObjectPart.MAX_NUMBER).stream()
                            .mapToLong(Part::size)
                            .sum();
            if (size < there) {
                return Command.refuse(
                        Reason.INVALID_ARGUMENT, "the upload has " + there + " bytes already");
            }
            return size > context.limits().objectBytes()
                    ? Command.refuse(
                            Reason.OBJECT_TOO_LARGE,
                            "an object may have " + context.limits().objectBytes() + " bytes")
                    : Command.accept(
                            new UploadSizeSet(bucket.id(), name.key(), name.upload(), size),
                            recorded -> size);
        }
    }

    /// Puts a chunk, or puts it again.
    record PutChunk(UploadCommands.PutPart put) implements Command<Part> {
        @Override
        public Decision<Part> decide(ObjectReader view, Context context) {
            Name name = put.name();
            return switch (bucketOf(view, name, terms -> terms.chunkBytes() > 0)) {
                case Outcome.Refused<Bucket>(Refusal refusal) -> new Decision.Refuse<>(refusal);
                case Outcome.Done<Bucket>(Bucket _) -> put.decide(view, context);
            };
        }
    }

    /// Completes an upload with the parts of others, which stay as they are.
    record Concatenate(UploadCommands.Complete complete, List<Piece> pieces)
            implements Command<Written> {
        record Piece(Name name, List<Part> parts) {}

        /// The parts of all, in order, with numbers of their own.
        static List<Part> numbered(List<Piece> pieces) {
            List<Part> all = new ArrayList<>();
            for (Piece piece : pieces) {
                for (Part part : piece.parts()) {
                    all.add(
                            new Part(
                                    all.size() + 1,
                                    part.content(),
                                    part.etag(),
                                    part.checksums(),
                                    part.modified(),
                                    part.position()));
                }
            }
            return all;
        }

        @Override
        public Decision<Written> decide(ObjectReader view, Context context) {
            for (Piece piece : pieces) {
                UploadId upload = piece.name().upload();
                if (!view.parts(upload, 0, ObjectPart.MAX_NUMBER).equals(piece.parts())
                        || view.bucket(piece.name().bucket())
                                .flatMap(bucket -> termsOf(view, bucket, piece.name()))
                                .isEmpty()) {
                    return Command.refuse(Reason.CONFLICT, "a part was changed meanwhile");
                }
            }
            return complete.decide(view, context);
        }
    }

    /// Gives an upload up, unless something of it is younger than `cutoff`.
    record Expire(BucketId bucket, ObjectKey key, UploadId upload, Instant cutoff)
            implements Command<Boolean> {
        @Override
        public Decision<Boolean> decide(ObjectReader view, Context context) {
            boolean due =
                    view.upload(bucket, key, upload)
                            .filter(found -> !touched(view, found).isAfter(cutoff))
                            .isPresent();
            return due
                    ? Command.accept(new UploadAborted(bucket, key, upload), recorded -> true)
                    : Command.unchanged(false);
        }

        @Override
        public boolean grows() {
            return false;
        }
    }

    /// When something of an upload last came.
    static Instant touched(ObjectReader view, Upload upload) {
        return touched(upload, view.parts(upload.id(), 0, ObjectPart.MAX_NUMBER));
    }

    static Instant touched(Upload upload, List<Part> parts) {
        return parts.stream()
                .map(Part::modified)
                .filter(upload.created()::isBefore)
                .max(Instant::compareTo)
                .orElse(upload.created());
    }

    static Optional<UploadTerms> termsOf(ObjectReader view, Bucket bucket, Name name) {
        return view.upload(bucket.id(), name.key(), name.upload())
                .map(Upload::resumption)
                .map(Upload.Resumption::terms);
    }

    private static Outcome<Bucket> bucketOf(
            ObjectReader view, Name name, Predicate<UploadTerms> fitting) {
        Optional<Bucket> bucket = view.bucket(name.bucket());
        if (bucket.isEmpty()) {
            return new Outcome.Refused<>(Rules.noBucket(name.bucket()));
        }
        return termsOf(view, bucket.get(), name).filter(fitting).isPresent()
                ? Outcome.done(bucket.get())
                : new Outcome.Refused<>(name.missing());
    }
}
