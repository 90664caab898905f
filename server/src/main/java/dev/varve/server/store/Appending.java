package dev.varve.server.store;

import dev.varve.log.Provenance;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.Part;
import dev.varve.projections.objects.Upload;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.ResumableCommands.Append;
import dev.varve.server.store.ResumableCommands.Merge;
import dev.varve.server.store.ResumableCommands.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Bytes on their way to the end of one upload. Each window's worth of them is durable before the
/// next is read, so a crash loses little; a body that breaks off has done no harm.
final class Appending {
    private final Core core;
    private final Contents contents;
    private final Provenance provenance;
    private final UploadCommands.Name name;
    private final Bucket bucket;
    private final UploadState.Open open;
    private final List<Part> parts;
    private long offset;

    Appending(
            Core core,
            Contents contents,
            Provenance provenance,
            UploadCommands.Name name,
            Bucket bucket,
            UploadState.Open open) {
        this.core = core;
        this.contents = contents;
        this.provenance = provenance;
        this.name = name;
        this.bucket = bucket;
        this.open = open;
        this.parts = new ArrayList<>(open.parts());
        this.offset = open.received();
    }

    /// Answers where the upload ends now.
    Outcome<Long> take(Body body) {
        if (body.length() > left()) {
            return tooLong();
        }
        return body.declared().isEmpty() ? takeAsItComes(body) : takeWhole(body);
    }

    private long left() {
        long whole = open.terms().isSized() ? open.terms().size() : core.limits().objectBytes();
        return whole - offset;
    }

    private Outcome<Long> tooLong() {
        return Outcome.refused(
                Reason.OBJECT_TOO_LARGE, "at most " + left() + " more bytes fit here");
    }

    /// What has a digest is taken altogether, or not at all.
    private Outcome<Long> takeWhole(Body body) {
        return settle().then(settled -> ingest(body))
                .then(taken -> taken.content().size() > left() ? drop(taken) : append(taken));
    }

    private Outcome<Long> drop(Ingested taken) {
        core.abandon(taken);
        return tooLong();
    }

    private Outcome<Long> takeAsItComes(Body body) {
        SalvagedInput in = new SalvagedInput(body.bytes());
        boolean more = true;
        while (more && left() > 0) {
            long room = Math.min(left(), Windows.room(offset));
            long before = offset;
            Outcome<Long> taken = settle().then(settled -> segment(in, room));
            if (!taken.isDone()) {
                return taken;
            }
            more = offset - before == room;
        }
        in.rethrow();
        return more && in.read() >= 0 ? tooLong() : Outcome.done(offset);
    }

    private Outcome<Long> segment(SalvagedInput in, long room) {
        boolean last = room == left();
        return ingest(Body.of(in.next(room), -1))
                .then(taken -> {
                    boolean filled = taken.content().size() == room;
                    return last && filled && in.read() >= 0 ? drop(taken) : append(taken);
                });
    }

    private Outcome<Ingested> ingest(Body body) {
        Upload upload = open.upload();
        return new Ingest(core)
                .take(
                        bucket,
                        upload.key(),
                        upload.attributes().metadata(),
                        body.alsoWanting(ResumableUpload.KEPT));
    }

    private Outcome<Long> append(Ingested taken) {
        if (taken.content().size() == 0) {
            taken.close();
            return Outcome.done(offset);
        }
        Append command = new Append(name, last(), offset, Stored.of(taken));
        return core.pinnedUntilAnswered(command, provenance, taken)
                .map(part -> {
                    parts.add(part);
                    offset += part.size();
                    return offset;
                });
    }

    private @Nullable Part last() {
        return parts.isEmpty() ? null : parts.getLast();
    }

    /// Merges the last parts where there are too many of them. It comes before anything is added, so
    /// that there never are more than [Windows] allows, whatever was interrupted earlier.
    private Outcome<Long> settle() {
        OptionalInt first = Windows.toMerge(parts, offset);
        return first.isEmpty() ? Outcome.done(offset) : merge(first.getAsInt());
    }

    private Outcome<Long> merge(int first) {
        List<Part> merged = List.copyOf(parts.subList(first, parts.size()));
        Optional<SliceReader> reader =
                SliceReader.open(
                        core.blobs(),
                        merged.stream()
                                .flatMap(part -> contents.require(part.content()).stream())
                                .toList());
        if (reader.isEmpty()) {
            return new Outcome.Refused<>(name.missing());
        }
        long size = merged.stream().mapToLong(Part::size).sum();
        try (InputStream bytes = new SliceStream(reader.get())) {
            return ingest(new Body(bytes, size, Map.of(), ResumableUpload.KEPT))
                    .then(taken ->
                            core.pinnedUntilAnswered(
                                    new Merge(name, merged, Stored.of(taken)), provenance, taken))
                    .map(part -> {
                        parts.subList(first, parts.size()).clear();
                        parts.add(part);
                        return offset;
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
