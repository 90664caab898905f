package dev.varve.server.store;

import dev.varve.log.Actor;
import dev.varve.log.Journal;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.StoreException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/// An open store: everything but a network. `Varve.open(VarveConfig.at(path))` is all it takes.
public final class Varve implements AutoCloseable {
    private static final Provenance EMBEDDED =
            new Provenance(new Actor("embedded"), Provenance.Surface.EMBEDDED, "", "");

    /// What this software is called, in the journal too.
    public static final String SOFTWARE = "varve 0.1";

    private final Core core;
    private final Maintenance maintenance;
    private final List<Periodic> chores;
    private final Keyring keyring;
    private final Credentials credentials;
    private final Closing closing;

    Varve(
            Core core,
            Maintenance maintenance,
            List<Periodic> chores,
            Keyring keyring,
            Credentials credentials,
            Closing closing) {
        this.core = core;
        this.maintenance = maintenance;
        this.chores = chores;
        this.keyring = keyring;
        this.credentials = credentials;
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

    public Maintenance maintenance() {
        return maintenance;
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
        chores.forEach(Periodic::close);
        closing.close();
    }
}
