package dev.varve.log.blob;

import dev.varve.log.BlobHints;
import dev.varve.log.BlobUpload;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Gathers one block; what is longer than a small blob flows block by block into a file.
final class LocalUpload implements BlobUpload {
    private final Intake intake;
    private final DigestSet digests;
    private final BlockEncoder encoder;
    private @Nullable LargeWriter large;
    private long length;
    private boolean ended;

    LocalUpload(Intake intake, BlobHints hints) {
        this.intake = intake;
        digests = intake.digests(hints);
        encoder = intake.encoder(hints);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, bytes.length);
        requireOpen();
        digests.update(bytes, offset, count);
        length += count;
        try {
            take(bytes, offset, count);
        } catch (IOException e) {
            throw DiskFull.classify("writing a blob", e);
        }
    }

    private void take(byte[] bytes, int offset, int count) throws IOException {
        int taken = 0;
        while (taken < count) {
            if (encoder.isFull()) {
                spill();
            }
            taken += encoder.fill(bytes, offset + taken, count - taken);
        }
    }

    private void spill() throws IOException {
        LargeWriter writer = large == null ? intake.startLarge() : large;
        large = writer;
        int frame = encoder.encode(writer.blocks());
        writer.write(encoder.frame(), BlockEncoder.FRAME_AT, frame);
    }

    @Override
    public Finished finish() {
        requireOpen();
        if (length == 0) {
            throw new IllegalStateException("an upload without bytes is no blob");
        }
        DigestSet.Result result = digests.finish();
        try {
            if (intake.isSmall(length)) {
                return intake.small(result, encoder, length);
            }
            spill();
            return intake.large(result, Objects.requireNonNull(large), length);
        } catch (IOException e) {
            throw intake.failed(e);
        } finally {
            ended = true;
            discard();
        }
    }

    @Override
    public void close() {
        ended = true;
        discard();
    }

    /// A file that was published is no longer at its temporary place.
    private void discard() {
        LargeWriter writer = large;
        large = null;
        if (writer != null) {
            intake.discard(writer);
        }
    }

    private void requireOpen() {
        if (ended) {
            throw new StoreException.Closed("the upload has ended");
        }
    }
}
