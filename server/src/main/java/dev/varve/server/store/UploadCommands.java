package dev.varve.server.store;

import dev.varve.log.BucketName;
import dev.varve.log.Checksum;
import dev.varve.log.Content;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.ETag;
import dev.varve.log.Event.PartPut;
import dev.varve.log.Event.UploadAborted;
import dev.varve.log.Event.UploadCompleted;
import dev.varve.log.Event.UploadCreated;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectPart;
import dev.varve.log.ObjectState;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.UploadId;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.Part;
import dev.varve.projections.objects.Upload;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.Rules.Growth;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decisions about multipart uploads.
final class UploadCommands {
    /// How many versions back a repeated completion is looked for.
    private static final int LOOK_BACK = 100;

    private UploadCommands() {}

    /// One upload as a client names it.
    record Name(BucketName bucket, ObjectKey key, UploadId upload) {
        Refusal missing() {
            return Refusal.of(Reason.NO_SUCH_UPLOAD, "there is no upload " + upload);
        }
    }

    record Create(
            BucketName name,
            ObjectKey key,
            String owner,
            Attributes attributes,
            @Nullable DigestAlgorithm checksum,
            boolean composite)
            implements Command<UploadId> {
        @Override
        public Decision<UploadId> decide(ObjectReader view, Context context) {
            Optional<Bucket> found = view.bucket(name);
            if (found.isEmpty()) {
                return new Decision.Refuse<>(Rules.noBucket(name));
            }
            Optional<Refusal> refusal = Rules.lockAllowed(found.get(), attributes);
            return refusal.isPresent()
                    ? new Decision.Refuse<>(refusal.get())
                    : Command.accept(
                            new UploadCreated(
                                    found.get().id(), key, owner, attributes, checksum, composite),
                            recorded -> new UploadId(recorded.stamp()));
        }
    }

    /// @param source what a part copied from a version relies on, null for bytes of its own
    record PutPart(
            Name name,
            int number,
            Content content,
            ETag etag,
            List<Checksum> checksums,
            WriteCommands.@Nullable Source source)
            implements Command<Part> {
        @Override
        public Decision<Part> decide(ObjectReader view, Context context) {
            Optional<Bucket> found = view.bucket(name.bucket());
            if (found.isEmpty()) {
                return new Decision.Refuse<>(Rules.noBucket(name.bucket()));
            }
            Bucket bucket = found.get();
            if (view.upload(bucket.id(), name.key(), name.upload()).isEmpty()) {
                return new Decision.Refuse<>(name.missing());
            }
            if (source != null && !source.isThere(view)) {
                return Command.refuse(Reason.CONFLICT, "the source was purged meanwhile");
            }
            long before = view.part(name.upload(), number).map(Part::size).orElse(0L);
            Growth growth = new Growth(content.size() - before, 0, content.size() - before);
            Optional<Refusal> full = Rules.quota(view, bucket, context.limits(), growth);
            return full.isPresent()
                    ? new Decision.Refuse<>(full.get())
                    : Command.accept(
                            new PartPut(
                                    bucket.id(),
                                    name.key(),
                                    name.upload(),
                                    number,
                                    content,
                                    etag,
                                    checksums),
                            recorded -> part(recorded.position(), recorded.envelope().wall()));
        }

        private Part part(dev.varve.log.Position position, Instant wall) {
            return new Part(number, content, etag, checksums, wall, position);
        }
    }

    /// Completes with a state that was put together from `parts`; refused with CONFLICT when one of
    /// them was put again since. A completion that was done before answers the same again.
    ///
    /// @param all whether there must be no other parts
    record Complete(
            Name name,
            Preconditions preconditions,
            ObjectState state,
            List<Part> parts,
            boolean all)
            implements Command<Written> {
        @Override
        public Decision<Written> decide(ObjectReader view, Context context) {
            Optional<Bucket> found = view.bucket(name.bucket());
            if (found.isEmpty()) {
                return new Decision.Refuse<>(Rules.noBucket(name.bucket()));
            }
            Bucket bucket = found.get();
            if (view.upload(bucket.id(), name.key(), name.upload()).isEmpty()) {
                return earlier(view, bucket, name)
                        .<Decision<Written>>map(Command::unchanged)
                        .orElseGet(() -> new Decision.Refuse<>(name.missing()));
            }
            List<Part> now = view.parts(name.upload(), 0, ObjectPart.MAX_NUMBER);
            if (!unchanged(now)) {
                return Command.refuse(Reason.CONFLICT, "a part was put again meanwhile");
            }
            Optional<Refusal> refusal = refusal(view, context, bucket, now);
            return refusal.isPresent()
                    ? new Decision.Refuse<>(refusal.get())
                    : accept(bucket, context.now());
        }

        private boolean unchanged(List<Part> now) {
            if (all) {
                return parts.equals(now);
            }
            Map<Integer, Part> byNumber = new HashMap<>();
            now.forEach(part -> byNumber.put(part.number(), part));
            return parts.stream().allMatch(part -> part.equals(byNumber.get(part.number())));
        }

        private Optional<Refusal> refusal(
                ObjectReader view, Context context, Bucket bucket, List<Part> all) {
            long uploaded = all.stream().mapToLong(Part::size).sum();
            Growth of = Growth.of(state.size(), Rules.superseded(view, bucket, name.key()));
            Growth growth = new Growth(of.bytes() - uploaded, of.objects(), of.added() - uploaded);
            return WriteCommands.conditions(
                            view,
                            bucket,
                            new WriteCommands.Target(name.bucket(), name.key(), preconditions))
                    .or(() -> Rules.quota(view, bucket, context.limits(), growth));
        }

        private Decision<Written> accept(Bucket bucket, Instant now) {
            boolean nullVersion = Rules.makesNullVersion(bucket);
            ObjectState placed =
                    state.with(Rules.withDefaultRetention(bucket, state.attributes(), now));
            return Command.accept(
                    new UploadCompleted(
                            bucket.id(), name.key(), nullVersion, placed, name.upload()),
                    recorded -> Written.of(recorded, nullVersion, placed));
        }
    }

    /// The version that an earlier completion of this upload made.
    static Optional<Written> earlier(ObjectReader view, Bucket bucket, Name name) {
        return made(view, bucket, name).map(Written::of);
    }

    static Optional<Version> made(ObjectReader view, Bucket bucket, Name name) {
        return view.history(bucket.id(), name.key(), null, LOOK_BACK).stream()
                .filter(Version::isObject)
                .filter(version -> name.upload().equals(version.upload()))
                .findFirst();
    }

    record Abort(Name name) implements Command<Upload> {
        @Override
        public Decision<Upload> decide(ObjectReader view, Context context) {
            Optional<Bucket> found = view.bucket(name.bucket());
            if (found.isEmpty()) {
                return new Decision.Refuse<>(Rules.noBucket(name.bucket()));
            }
            Optional<Upload> upload = view.upload(found.get().id(), name.key(), name.upload());
            return upload.isEmpty()
                    ? new Decision.Refuse<>(name.missing())
                    : Command.accept(
                            new UploadAborted(found.get().id(), name.key(), name.upload()),
                            recorded -> upload.get());
        }

        @Override
        public boolean grows() {
            return false;
        }
    }
}
