package dev.varve.replication.ship;

import dev.varve.log.Envelope;
import dev.varve.log.Hash256;
import dev.varve.log.codec.Frame;
import dev.varve.log.codec.RecordEncoder;
import dev.varve.log.codec.RecordView;
import dev.varve.log.seal.Chain;
import dev.varve.log.seal.CheckpointSigner;
import java.util.ArrayList;
import java.util.List;

/// Puts records of a journal into one frame: imports, thin, then events of the journal's own. For one
/// frame.
final class FrameBuilder {
    private final List<RecordView> records = new ArrayList<>();
    private final List<Envelope> envelopes = new ArrayList<>();
    private long bytes;
    private boolean hasNews;

    /// False when the record has to begin the next frame.
    boolean add(RecordView record) {
        Envelope envelope = record.envelope();
        boolean isImport = Records.isImport(envelope);
        RecordView shipped = isImport ? thin(record) : record;
        if (!records.isEmpty() && !fits(envelope, shipped, isImport)) {
            return false;
        }
        records.add(shipped);
        envelopes.add(envelope);
        bytes += shipped.length();
        hasNews |= Records.isNews(envelope);
        return true;
    }

    private boolean fits(Envelope envelope, RecordView record, boolean isImport) {
        return records.size() < Frame.MAX_RECORDS
                && bytes + record.length() <= Frame.MAX_BYTES
                && !(isImport && hasNews)
                && envelope.origin().equals(envelopes.getFirst().origin());
    }

    private static RecordView thin(RecordView record) {
        if (record.isWithheld()) {
            return record;
        }
        byte[] bytes = RecordEncoder.withheld(record.header());
        return RecordView.of(bytes, 0, bytes.length);
    }

    /// Leaves checkpoints behind the last news to the next frame: what others wait for is news.
    private void endWithNews() {
        while (hasNews && !Records.isNews(envelopes.getLast())) {
            envelopes.removeLast();
            records.removeLast();
        }
    }

    /// @param before the chain before the first record
    Frame build(Hash256 before, CheckpointSigner signer) {
        endWithNews();
        Chain hasher = new Chain();
        Hash256 chain = before;
        for (RecordView record : records) {
            chain = hasher.next(chain, record.header());
        }
        return new Frame(
                envelopes.getFirst().origin(),
                records,
                chain,
                signer.keyId(),
                signer.signFrame(chain));
    }
}
