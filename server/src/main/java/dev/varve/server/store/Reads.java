package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectPart;
import dev.varve.log.Slice;
import dev.varve.log.StoreException;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.Refusal.Reason;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// Finds a version, checks what was asked of it, and opens its bytes.
final class Reads {
    /// A version can be purged between finding it and pinning its bytes; then it is looked up again.
    private static final int ATTEMPTS = 4;

    private static final int PAGE = 100;
    private final Core core;
    private final Contents contents;

    Reads(Core core, Contents contents) {
        this.core = core;
        this.contents = contents;
    }

    /// Gives the bytes of a range; empty when they are not here.
    @FunctionalInterface
    private interface Opener {
        Optional<InputStream> open(Version version, ByteRange.Resolved range);

        default boolean needsBytes() {
            return true;
        }
    }

    /// What is known of a version can be told without its bytes.
    private static final class Looking implements Opener {
        @Override
        public Optional<InputStream> open(Version version, ByteRange.Resolved range) {
            return Optional.of(InputStream.nullInputStream());
        }

        @Override
        public boolean needsBytes() {
            return false;
        }
    }

    ReadResult read(ReadRequest request) {
        return read(request, this::bytes);
    }

    /// As [#read], but nothing is pinned or opened, and no bytes come.
    ReadResult peek(ReadRequest request) {
        return read(request, new Looking());
    }

    private ReadResult read(ReadRequest request, Opener opener) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<ReadResult> result = attempt(request, opener);
            if (result.isPresent()) {
                return result.get();
            }
        }
        throw notHere(request.key());
    }

    private Optional<ReadResult> attempt(ReadRequest request, Opener opener) {
        return switch (find(request)) {
            case Outcome.Refused<Version>(Refusal refusal) -> Optional.of(refused(refusal));
            case Outcome.Done<Version>(Version version) -> open(request, version, opener);
        };
    }

    private static ReadResult refused(Refusal refusal) {
        return new ReadResult.Refused(refusal, Optional.empty());
    }

    /// The version a request means, which may be a delete marker.
    Outcome<Version> find(ReadRequest request) {
        return core.inBucketAsOf(
                request.bucket(),
                request.asOf(),
                (view, bucket, at) -> {
                    Optional<Version> found = find(view, bucket, request, at);
                    return found.isPresent()
                            ? Outcome.done(found.get())
                            : new Outcome.Refused<>(missing(request));
                });
    }

    static Refusal missing(ReadRequest request) {
        return request.version() == null
                ? Rules.noKey(request.key())
                : Refusal.of(
                        Reason.NO_SUCH_VERSION,
                        "'" + request.key() + "' has no version " + request.version());
    }

    private static Optional<Version> find(
            ObjectReader view, Bucket bucket, ReadRequest request, HybridTime at) {
        VersionRef ref = request.version();
        if (ref == null) {
            return view.current(bucket.id(), request.key(), at)
                    .filter(version -> version.kind() != Version.Kind.TOMBSTONE);
        }
        if (at.equals(HybridTime.MAX)) {
            return Rules.visible(view, bucket.id(), request.key(), ref);
        }
        Optional<Version> then =
                ref.id() == null
                        ? nullVersion(view, bucket.id(), request.key(), at)
                        : view.version(bucket.id(), request.key(), ref.id(), at);
        return then.filter(version -> visibleAt(version, at));
    }

    /// The version that was known as `null` then, with the attributes it had then.
    private static Optional<Version> nullVersion(
            ObjectReader view, BucketId bucket, ObjectKey key, HybridTime at) {
        List<Version> page = view.history(bucket, key, null, PAGE);
        while (!page.isEmpty()) {
            for (Version version : page) {
                if (version.nullVersion() && visibleAt(version, at)) {
                    return view.version(bucket, key, version.id(), at);
                }
            }
            page = view.history(bucket, key, page.getLast().id(), PAGE);
        }
        return Optional.empty();
    }

    private static boolean visibleAt(Version version, HybridTime at) {
        HybridTime hidden = version.hiddenAt();
        return version.kind() != Version.Kind.TOMBSTONE
                && version.id().stamp().time().compareTo(at) <= 0
                && (hidden == null || hidden.compareTo(at) > 0);
    }

    private Optional<ReadResult> open(ReadRequest request, Version version, Opener opener) {
        if (!version.isObject()) {
            Reason reason = request.version() == null ? Reason.NO_SUCH_KEY : Reason.DELETE_MARKER;
            return Optional.of(
                    new ReadResult.Refused(
                            Refusal.of(reason, "a delete marker is there"), Optional.of(version)));
        }
        return switch (request.preconditions().against(version)) {
            case NOT_MODIFIED -> Optional.of(new ReadResult.NotModified(version));
            case FAILED ->
                    Optional.of(
                            refused(
                                    Refusal.of(
                                            Reason.PRECONDITION_FAILED,
                                            "the version is " + version.object().etag())));
            case HOLD -> openRange(request, version, opener);
        };
    }

    private Optional<ReadResult> openRange(ReadRequest request, Version version, Opener opener) {
        boolean ofPart = request.range() instanceof ByteRange.PartNumber;
        Optional<Refusal> released =
                opener.needsBytes() || ofPart ? Rules.released(version) : Optional.empty();
        if (released.isPresent()) {
            return Optional.of(refused(released.get()));
        }
        Optional<List<ObjectPart>> parts =
                ofPart ? contents.parts(version.object()) : Optional.of(List.of());
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        return switch (Ranges.resolve(request.range(), version.size(), parts.get())) {
            case Outcome.Refused<ByteRange.Resolved>(Refusal refusal) ->
                    Optional.of(refused(refusal));
            case Outcome.Done<ByteRange.Resolved>(ByteRange.Resolved range) ->
                    opener.open(version, range)
                            .map(bytes ->
                                    new ReadResult.Found(new ObjectBody(version, range, bytes)));
        };
    }

    private Optional<InputStream> bytes(Version version, ByteRange.Resolved range) {
        return slices(version, range)
                .flatMap(slices -> SliceReader.open(core.blobs(), slices))
                .map(SliceStream::new);
    }

    /// The slices of a range of a version; empty when the manifest is not here.
    Optional<List<Slice>> slices(Version version, ByteRange.Resolved range) {
        return contents.slices(version.object().content())
                .map(slices -> Manifest.range(slices, range.offset(), range.length()));
    }

    /// The parts of a version; none for one that was put whole.
    List<ObjectPart> parts(Version version) {
        return contents.parts(version.object()).orElseThrow(() -> notHere(version.key()));
    }

    private static StoreException notHere(ObjectKey key) {
        return new StoreException.Failed(
                "bytes of '" + key + "' are not here: quarantined or lost, see scrub");
    }
}
