package dev.varve.server.store;

import dev.varve.log.BlobHints;
import dev.varve.log.BlobId;
import dev.varve.log.BlobStore;
import dev.varve.log.BlobUpload;
import dev.varve.log.Bytes;
import dev.varve.log.Pace;
import dev.varve.log.PinnedBlob;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A blob store that asks others for what it should have and has not, or no longer whole.
final class HealingBlobs implements BlobStore {
    private final BlobStore local;
    private volatile Healer healer = _ -> false;

    HealingBlobs(BlobStore local) {
        this.local = local;
    }

    void healWith(Healer other) {
        healer = other;
    }

    /// What is here, and nothing else.
    BlobStore local() {
        return local;
    }

    @Override
    public Optional<PinnedBlob> pin(BlobId id) {
        Optional<PinnedBlob> here = local.pin(id);
        return here.isPresent() || !healer.bring(id) ? here : local.pin(id);
    }

    @Override
    public BlobUpload upload(BlobHints hints) {
        return local.upload(hints);
    }

    @Override
    public BlobUpload.Finished keep(BlobId id, Bytes content) {
        return local.keep(id, content);
    }

    @Override
    public void sync() {
        local.sync();
    }

    @Override
    public boolean condemn(BlobId id) {
        return local.condemn(id);
    }

    @Override
    public Reclaimed reclaim(Pace pace) {
        return local.reclaim(pace);
    }

    @Override
    public ScrubSummary scrub(ScrubDepth depth, ScrubWatch watch) {
        return local.scrub(depth, watch);
    }

    @Override
    public ScrubStep scrub(ScrubDepth depth, @Nullable BlobId after, ScrubWatch watch, Pace pace) {
        return local.scrub(depth, after, watch, pace);
    }

    @Override
    public RecompressStep recompress(RecompressPlan plan, @Nullable BlobId after, Pace pace) {
        return local.recompress(plan, after, pace);
    }

    @Override
    public Optional<StoredBlob> find(BlobId id) {
        return local.find(id);
    }

    @Override
    public boolean isPinned(BlobId id) {
        return local.isPinned(id);
    }

    @Override
    public int pinned() {
        return local.pinned();
    }

    @Override
    public void survey(boolean repair, SurveyWatch watch) {
        local.survey(repair, watch);
    }

    @Override
    public void forEach(Consumer<StoredBlob> each) {
        local.forEach(each);
    }

    @Override
    public Stats stats() {
        return local.stats();
    }

    @Override
    public void close() {
        local.close();
    }
}
