package dev.varve.replication.ship;

import dev.varve.log.Position;
import dev.varve.log.codec.Frame;
import dev.varve.log.codec.RecordView;
import java.util.List;
import java.util.Optional;

/// What of a frame comes after a position. The signature is of the chain after the last record, so it
/// is as good for fewer of the records before.
public final class Suffix {
    private Suffix() {}

    /// Empty when nothing does.
    public static Optional<Frame> of(Frame frame, Position after) {
        if (frame.first().isAfter(after)) {
            return Optional.of(frame);
        }
        List<RecordView> rest =
                frame.records().stream()
                        .filter(record -> record.position().isAfter(after))
                        .toList();
        return rest.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Frame(
                                frame.origin(),
                                rest,
                                frame.root(),
                                frame.keyId(),
                                frame.signature()));
    }
}
