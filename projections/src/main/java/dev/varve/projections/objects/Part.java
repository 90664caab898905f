package dev.varve.projections.objects;

import dev.varve.log.Checksum;
import dev.varve.log.Content;
import dev.varve.log.ETag;
import dev.varve.log.Position;
import java.time.Instant;
import java.util.List;

/// One part of an open upload; a part put again has a new position.
public record Part(
        int number,
        Content content,
        ETag etag,
        List<Checksum> checksums,
        Instant modified,
        Position position) {
    public long size() {
        return content.size();
    }
}
