package dev.varve.server.store;

import dev.varve.log.Actor;
import dev.varve.log.Journal;
import dev.varve.log.NodeId;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.StoreException;
import dev.varve.server.audit.AuditIndex;
import dev.varve.server.consumers.Consumers;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// An open store: everything but a network. `Varve.open(VarveConfig.at(path))` is all it takes.
public final class Varve implements AutoCloseable {
    private static final Provenance EMBEDDED =
            new Provenance(new Actor("embedded"), Provenance.Surface.EMBEDDED, "", "");

    /// What this software is called, in the journal too.
    public static final String SOFTWARE = "varve 0.1";

    private final Core core;
    private final Maintenance maintenance;
    private final Snapshotting snapshots;
    private final Consumers consumers;
    private final HealingBlobs blobs;
    private final AuditIndex audit;
    private final Keyring keyring;
    private final Credentials credentials;
    private final LayoutBoard layouts;
    private final Closing closing;

    Varve(
            Core core,
            Maintenance maintenance,
            Snapshotting snapshots,
            Consumers consumers,
            HealingBlobs blobs,
            AuditIndex audit,
            Keyring keyring,
            Credentials credentials,
            LayoutBoard layouts,
            Closing closing) {
        this.core = core;
        this.maintenance = maintenance;
        this.snapshots = snapshots;
        this.consumers = consumers;
        this.blobs = blobs;
        this.audit = audit;
        this.keyring = keyring;
        this.credentials = credentials;
        this.layouts = layouts;
        this.closing = closing;
    }

    /// Opens or makes a store, brings its view up to its journal, and proves that the journal can
    /// be written.
    ///
    /// @throws StoreException.Locked when another process has it open
    /// @throws StoreException.Corrupt when bytes that were acknowledged cannot be read
    public static Varve open(VarveConfig config) {
        return Opening.open(config);
    }

    /// The store for a caller within this program.
    public ObjectStore store() {
        return store(EMBEDDED);
    }

    /// The store on behalf of a caller, who is recorded in every event.
    public ObjectStore store(Provenance provenance) {
        return new ObjectStore(core, provenance);
    }

    /// Access keys on behalf of a caller, who is recorded in every event.
    public AccessKeys accessKeys(Provenance provenance) {
        return new AccessKeys(core, provenance, credentials);
    }

    /// Webhooks on behalf of a caller, who is recorded in every event.
    public Webhooks webhooks(Provenance provenance) {
        return new Webhooks(core, provenance, credentials.seals());
    }

    /// The cluster's layout on behalf of a caller, who is recorded in every event.
    public ClusterLayouts layouts(Provenance provenance) {
        return new ClusterLayouts(core, layouts, provenance);
    }

    /// Where in the journal things are told of.
    public AuditIndex audit() {
        return audit;
    }

    /// What is stored on this node, by content.
    public dev.varve.log.BlobStore blobs() {
        return blobs.local();
    }

    /// In a cluster nothing is purged before every member knows that it will be.
    public void know(Others others) {
        core.duties().with(others);
    }

    /// What members have yet to take of this node's journal is not trimmed for a while.
    ///
    /// @param reached how far a member said since the start that it is
    public void trimBehind(Function<NodeId, Optional<Position>> reached) {
        snapshots.trimBehind(reached);
    }

    /// From now on, who asks for a change is answered once this lets it through.
    public void answerThrough(AckGate gate) {
        core.sequencer().answerThrough(gate);
    }

    /// From now on, who reads what is not here, or no longer whole, gets what others bring.
    public void healWith(Healer healer) {
        blobs.healWith(healer);
    }

    /// Keys by which members of a cluster know each other.
    public ClusterKeys clusterKeys() {
        return new ClusterKeys(keyring, Opening.signer(keyring));
    }

    /// The way in for what other nodes made.
    public Imports imports() {
        return new Imports(core);
    }

    public StoredVersions storedVersions() {
        return new StoredVersions(core);
    }

    public Maintenance maintenance() {
        return maintenance;
    }

    /// What goes on with stored bytes in the background.
    public BlobUpkeep upkeep() {
        return maintenance.upkeep();
    }

    /// Another one beside it, for tests to step.
    BlobUpkeep upkeepWith(Upkeep settings, BooleanSupplier busy) {
        return new BlobUpkeep(
                core.blobs(), settings, busy, core.parts().clock(), consumers.state());
    }

    /// Snapshots of the object view.
    public Snapshotting snapshots() {
        return snapshots;
    }

    /// What works beside requests: seen and steered by name. Others may be added.
    public Consumers consumers() {
        return consumers;
    }

    /// A new private dedup domain for the settings of new buckets: their content is named by a key
    /// of their own, so that nobody outside can tell what is stored, and shares nothing with others.
    ///
    /// @throws IllegalStateException when there are too many
    public int newDedupDomain() {
        return keyring.newDomain(new SecureRandom());
    }

    /// Makes and reads the tokens of links.
    public LinkSeal linkSeal() {
        return new LinkSeal(keyring, new SecureRandom());
    }

    /// For following changes; reading it never sees what is not durable.
    public Journal journal() {
        return core.parts().journal();
    }

    public dev.varve.log.BlobStore.Stats blobStats() {
        return core.blobs().stats();
    }

    public Position position() {
        return core.sequencer().visible();
    }

    public LastBatch lastBatch() {
        return core.sequencer().lastBatch();
    }

    /// Whether writes that need space are refused for now.
    public boolean isLowOnSpace() {
        return core.space().isLow();
    }

    /// Why no writes are taken any more, if so; reads go on.
    public Optional<StoreException> failure() {
        return Optional.ofNullable(core.sequencer().poison());
    }

    /// Lets waiting writes finish and leaves a clean directory behind. Closing twice does nothing.
    @Override
    public void close() {
        closing.close();
    }
}
