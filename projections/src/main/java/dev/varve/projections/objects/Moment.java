package dev.varve.projections.objects;

import dev.varve.log.Position;
import dev.varve.log.Stamp;
import java.time.Instant;

/// When an event happened: all that rows keep of its envelope.
///
/// @param wall in whole milliseconds, as rows hold it
/// @param due when history that ends with it may go
/// @param bytesDue when its bytes may, where that is earlier
/// @param late whether something newer may be in the rows already
record Moment(Stamp stamp, Position position, Instant wall, long due, long bytesDue, boolean late) {
    Moment asLate() {
        return new Moment(stamp, position, wall, due, bytesDue, true);
    }
}
