package dev.varve.server.store;

import dev.varve.log.Actor;
import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState;
import dev.varve.log.Provenance;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.TransactionParts.As;
import dev.varve.server.store.TransactionParts.Both;
import dev.varve.server.store.TransactionParts.CopyNow;
import dev.varve.server.store.TransactionParts.InDomain;
import dev.varve.server.store.TransactionRequest.Change;
import dev.varve.server.store.TransactionRequest.Copy;
import dev.varve.server.store.TransactionRequest.Delete;
import dev.varve.server.store.TransactionRequest.Move;
import dev.varve.server.store.TransactionRequest.Part;
import dev.varve.server.store.TransactionRequest.Put;
import dev.varve.server.store.TransactionRequest.Require;
import dev.varve.server.store.TransactionResult.Changed;
import dev.varve.server.store.TransactionResult.Effect;
import dev.varve.server.store.TransactionResult.Removed;
import dev.varve.server.store.WriteCommands.Source;
import dev.varve.server.store.WriteCommands.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Takes bodies in ahead of transactions, and turns their parts into what the writer decides.
final class Transactions {
    private final Core core;
    private final Reads reads;

    Transactions(Core core, Reads reads) {
        this.core = core;
        this.reads = reads;
    }

    Outcome<Staged> stage(BucketName name, Body body, Provenance provenance) {
        return core.stages()
                .reserve(body.length())
                .then(reserved -> {
                    Outcome<Ingested> taken;
                    try (reserved) {
                        taken =
                                core.inBucket(name, (view, bucket) -> Outcome.done(bucket))
                                        .then(bucket -> new Ingest(core).take(bucket, body));
                    }
                    return taken.then(ingested ->
                            core.stages()
                                    .add(
                                            ingested,
                                            ingested.checksums(body.wanted()),
                                            provenance.actor()));
                });
    }

    Outcome<TransactionResult> run(TransactionRequest request, Provenance provenance) {
        Stages.Uses uses = core.stages().use();
        Outcome<List<Command<Effect>>> parts;
        try {
            parts = parts(request, uses, provenance.actor());
        } catch (RuntimeException e) { // whatever it is, nothing must stay pinned
            uses.end(false);
            throw e;
        }
        return switch (parts) {
            case Outcome.Refused<List<Command<Effect>>>(Refusal refusal) -> {
                uses.end(false);
                yield new Outcome.Refused<>(refusal);
            }
            case Outcome.Done<List<Command<Effect>>>(List<Command<Effect>> commands) ->
                    core.sequencer()
                            .await(
                                    core.submit(new TransactionCommand(commands), provenance)
                                            .whenComplete((outcome, failure) ->
                                                    uses.end(failure == null && outcome.isDone())));
        };
    }

    private Outcome<List<Command<Effect>>> parts(
            TransactionRequest request, Stages.Uses uses, Actor actor) {
        List<Part> parts = request.parts();
        if (parts.isEmpty() || parts.size() > TransactionRequest.MAX) {
            return Outcome.refused(
                    Reason.INVALID_ARGUMENT,
                    "a transaction has 1 to %d parts, not %d"
                            .formatted(TransactionRequest.MAX, parts.size()));
        }
        Set<Place> changed = new HashSet<>();
        List<Command<Effect>> commands = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            switch (unclaimed(part, changed).then(each -> command(each, uses, actor))) {
                case Outcome.Done<Command<Effect>>(Command<Effect> command) ->
                        commands.add(command);
                case Outcome.Refused<Command<Effect>>(Refusal refusal) -> {
                    return new Outcome.Refused<>(refusal.ofPart(i));
                }
            }
        }
        return Outcome.done(commands);
    }

    private record Place(BucketName bucket, ObjectKey key) {}

    private static Stream<Place> changedBy(Part part) {
        return switch (part) {
            case Put put -> Stream.of(new Place(put.bucket(), put.key()));
            case Copy(CopyRequest copy) -> Stream.of(new Place(copy.bucket(), copy.key()));
            case Move(CopyRequest copy) ->
                    Stream.of(
                            new Place(copy.bucket(), copy.key()),
                            new Place(copy.source().bucket(), copy.source().key()));
            case Delete delete -> Stream.of(new Place(delete.bucket(), delete.key()));
            case Change change -> Stream.of(new Place(change.bucket(), change.key()));
            case Require _ -> Stream.of();
        };
    }

    private static Outcome<Part> unclaimed(Part part, Set<Place> changed) {
        for (Place place : changedBy(part).toList()) {
            if (!changed.add(place)) {
                return Outcome.refused(
                        Reason.INVALID_ARGUMENT,
                        "'" + place.key() + "' of '" + place.bucket() + "' is changed twice");
            }
        }
        return changed.size() <= TransactionRequest.MAX
                ? Outcome.done(part)
                : Outcome.refused(
                        Reason.INVALID_ARGUMENT,
                        "a transaction changes at most " + TransactionRequest.MAX + " keys");
    }

    private Outcome<Command<Effect>> command(Part part, Stages.Uses uses, Actor actor) {
        return switch (part) {
            case Put put -> uses.of(put.staged(), actor).map(body -> put(put, body));
            case Copy(CopyRequest copy) -> copy(copy).map(As::wrote);
            case Move(CopyRequest copy) -> move(copy);
            case Delete delete -> Outcome.done(new As<>(delete(delete), Removed::new));
            case Change change ->
                    Outcome.done(
                            new As<>(
                                    new AttributeCommand(
                                            change.bucket(),
                                            change.key(),
                                            change.version(),
                                            change.change()),
                                    Changed::new));
            case Require require -> Outcome.done(new TransactionParts.Require(require));
        };
    }

    private static Command<Effect> put(Put put, ObjectState body) {
        Target target = new Target(put.bucket(), put.key(), put.preconditions());
        ObjectState state = body.with(put.attributes());
        return As.wrote(new InDomain(target, state, new WriteCommands.Put(target, state)));
    }

    private static Command<Deleted> delete(Delete delete) {
        return new DeleteCommands.DeleteKey(delete.bucket(), delete.key(), delete.preconditions());
    }

    /// The past does not change, so a source in it is looked up here.
    private Outcome<Command<Written>> copy(CopyRequest copy) {
        if (copy.source().asOf() instanceof AsOf.Now
                && core.held().past(copy.source().bucket()).isEmpty()) {
            return Outcome.done(new CopyNow(copy));
        }
        return reads.find(copy.source())
                .then(found -> Writes.copyOf(found, copy.source()))
                .then(source -> copy(copy, source));
    }

    private Outcome<Command<Written>> copy(CopyRequest copy, Version source) {
        Target target = new Target(copy.bucket(), copy.key(), copy.preconditions());
        ObjectState state = source.object().with(Writes.attributes(copy, source));
        return core.sourceOf(copy.source())
                .map(bucket ->
                        new InDomain(
                                target,
                                state,
                                new WriteCommands.Copy(
                                        target,
                                        new Source(bucket.id(), source.key(), source.id()),
                                        state)));
    }

    private static Outcome<Command<Effect>> move(CopyRequest copy) {
        ReadRequest source = copy.source();
        if (source.version() != null || !(source.asOf() instanceof AsOf.Now)) {
            return Outcome.refused(
                    Reason.INVALID_ARGUMENT, "only the current version of a key can be moved");
        }
        Command<Deleted> delete =
                new DeleteCommands.DeleteKey(source.bucket(), source.key(), Preconditions.NONE);
        return Outcome.done(As.wrote(new Both<>(new CopyNow(copy), delete)));
    }
}
