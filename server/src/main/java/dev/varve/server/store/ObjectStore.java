package dev.varve.server.store;

import dev.varve.log.BucketName;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectPart;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The one door for reads and writes, on behalf of one caller. Safe for any number of threads.
///
/// An answer of a write comes when it is durable. Expected outcomes are values; [OutcomeUnknown] is
/// thrown when a write may or may not have happened.
public final class ObjectStore {
    /// Deletes of one request that wait for the writer at a time.
    private static final int DELETES_AT_ONCE = 128;

    private final Core core;
    private final Provenance provenance;
    private final Reads reads;
    private final Contents contents;

    ObjectStore(Core core, Provenance provenance) {
        this.core = core;
        this.provenance = provenance;
        this.contents = new Contents(core);
        this.reads = new Reads(core, contents);
    }

    /// The same store for a caller who was found to be allowed to use this bucket: one that is made under
    /// its name later does not exist for it. Reads and writes refuse as if there were none.
    public ObjectStore holding(Bucket bucket) {
        return new ObjectStore(core.holding(bucket), provenance);
    }

    /// The same store, in which this name stands for a bucket as it was: reads show that, and nothing can
    /// be written there. Whatever history does not reach is refused.
    public ObjectStore viewing(BucketName name, PastBucket past) {
        return new ObjectStore(core.viewing(name, past), provenance);
    }

    /// What the name stands for where it is a view of the past.
    public Optional<PastBucket> past(BucketName name) {
        return core.held().past(name);
    }

    /// The same store for a caller who came with a link: what it does is refused once the link ended,
    /// and spends it where it is for a single use. It may do no more than one thing then.
    public ObjectStore through(LinkUse link) {
        return new ObjectStore(core.through(link), provenance);
    }

    public Links links() {
        return new Links(core, provenance);
    }

    public Buckets buckets() {
        return new Buckets(core, provenance);
    }

    public Listings listings() {
        return new Listings(core);
    }

    public Uploads uploads() {
        return new Uploads(core, provenance, reads, contents);
    }

    public Resumables resumables() {
        return new Resumables(core, provenance, contents);
    }

    public Lifecycles lifecycles() {
        return new Lifecycles(core);
    }

    public History history() {
        return new History(core, provenance);
    }

    /// The newest position whose effects every read sees.
    public Position position() {
        return core.sequencer().visible();
    }

    public Outcome<Written> put(PutRequest request) {
        return new Writes(core, reads).put(request, provenance);
    }

    /// Puts an object whose key is the SHA-256 of its content. Where that is current already nothing
    /// changes, its attributes neither.
    public Outcome<Addressed> putByContent(
            BucketName bucket, Body body, Attributes attributes, Set<DigestAlgorithm> kept) {
        return new Writes(core, reads).putByContent(bucket, body, attributes, kept, provenance);
    }

    public Outcome<Written> copy(CopyRequest request) {
        return new Writes(core, reads).copy(request, provenance);
    }

    /// Opens an object's bytes, or a range of them. Close what was found.
    public ReadResult get(ReadRequest request) {
        return reads.read(request);
    }

    /// As [#get], without opening bytes: the version alone. A delete marker is an answer too.
    public Outcome<Version> head(ReadRequest request) {
        return reads.find(request);
    }

    /// As [#get] in all but the bytes: range and preconditions are checked, and none come.
    public ReadResult peek(ReadRequest request) {
        return reads.peek(request);
    }

    /// The parts of a version that was uploaded in parts; none of one that was put whole.
    public List<ObjectPart> parts(Version version) {
        return reads.parts(version);
    }

    /// Takes a body in ahead of the transaction that is to make an object of it.
    public Outcome<Staged> stage(BucketName bucket, Body body) {
        return new Transactions(core, reads).stage(bucket, body, provenance);
    }

    /// Lets go of a staged body; false when the caller has none of that id.
    public boolean unstage(String id) {
        return core.stages().drop(id, provenance.actor());
    }

    /// Changes of any keys and buckets: all of them, or none and the refusal says which part is why.
    public Outcome<TransactionResult> transaction(TransactionRequest request) {
        return new Transactions(core, reads).run(request, provenance);
    }

    public Outcome<Deleted> delete(BucketName bucket, ObjectKey key) {
        return delete(bucket, key, Preconditions.NONE);
    }

    public Outcome<Deleted> delete(BucketName bucket, ObjectKey key, Preconditions asked) {
        return core.run(new DeleteCommands.DeleteKey(bucket, key, asked), provenance);
    }

    /// @param bypass whether the caller may lift governance retention
    public Outcome<Deleted> deleteVersion(
            BucketName bucket, ObjectKey key, VersionRef version, boolean bypass) {
        DeleteTarget target = new DeleteTarget(key, version, Preconditions.NONE);
        return core.run(command(bucket, target, bypass), provenance);
    }

    /// One of many deletes; the key's current version when none is named.
    public record DeleteTarget(
            ObjectKey key, @Nullable VersionRef version, Preconditions preconditions) {}

    /// One event, however many keys there are: readers see all of them or none. Refused as a whole
    /// where any object is locked.
    public Outcome<RangeResult> deletePrefix(PrefixDelete delete) {
        return new PrefixOperations(core).delete(delete, provenance);
    }

    /// As [#deletePrefix], for a move.
    public Outcome<RangeResult> movePrefix(PrefixMove move) {
        return new PrefixOperations(core).move(move, provenance);
    }

    /// One event, however many keys there are. A restore to the position before that event takes it
    /// back.
    public Outcome<RestoreResult> restore(RestoreRequest request) {
        return new Restores(core, provenance).restore(request);
    }

    /// Each on its own: some may be refused while others are done.
    public List<Outcome<Deleted>> deleteAll(
            BucketName bucket, List<DeleteTarget> targets, boolean bypass) {
        List<Outcome<Deleted>> outcomes = new ArrayList<>(targets.size());
        for (int from = 0; from < targets.size(); from += DELETES_AT_ONCE) {
            int to = Math.min(from + DELETES_AT_ONCE, targets.size());
            List<CompletableFuture<Outcome<Deleted>>> answers =
                    targets.subList(from, to).stream()
                            .map(target -> command(bucket, target, bypass))
                            .map(command -> core.submit(command, provenance))
                            .toList();
            answers.forEach(answer -> outcomes.add(core.sequencer().await(answer)));
        }
        return outcomes;
    }

    private static Command<Deleted> command(
            BucketName bucket, DeleteTarget target, boolean bypass) {
        return target.version() == null
                ? new DeleteCommands.DeleteKey(bucket, target.key(), target.preconditions())
                : new DeleteCommands.DeleteVersion(
                        bucket, target.key(), target.version(), target.preconditions(), bypass);
    }

    /// Changes tags, metadata, retention or legal hold in place; of the current version when none
    /// is named.
    public Outcome<Version> change(
            BucketName bucket,
            ObjectKey key,
            @Nullable VersionRef version,
            AttributeChange change) {
        return core.run(new AttributeCommand(bucket, key, version, change), provenance);
    }
}
