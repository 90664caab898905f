package dev.varve.server.store;

import dev.varve.log.Checksum;
import dev.varve.log.Content;
import dev.varve.log.ETag;
import dev.varve.log.ObjectState;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Slice;
import dev.varve.projections.objects.Part;
import dev.varve.server.store.Refusal.Reason;
import java.util.List;

/// Makes one content of the parts of an upload. No bytes are moved.
final class PartJoin {
    private final Core core;
    private final Contents contents;

    PartJoin(Core core, Contents contents) {
        this.core = core;
        this.contents = contents;
    }

    /// @param built holds the manifest, if there is one, until the event is in
    record Joined(List<Part> parts, Contents.Built built) {
        ObjectState state(Attributes attributes, List<Checksum> checksums) {
            boolean inline = built.manifest() == null;
            return new ObjectState(
                    built.content(),
                    Assembly.etag(parts),
                    checksums,
                    parts.size(),
                    inline ? Assembly.parts(parts) : List.of(),
                    attributes);
        }

        /// An object that came in one part, or in none, is like one that was put whole.
        ObjectState stateAsPut(Attributes attributes, List<Checksum> checksums) {
            if (parts.size() > 1) {
                return state(attributes, checksums);
            }
            ETag etag = parts.isEmpty() ? EmptyDigests.ETAG : parts.getFirst().etag();
            return new ObjectState(built.content(), etag, checksums, 0, List.of(), attributes);
        }
    }

    Outcome<Joined> join(List<Part> chosen, int domain) {
        return slices(chosen)
                .map(all ->
                        new Joined(chosen, contents.build(all, Assembly.parts(chosen), domain)));
    }

    Outcome<List<Slice>> slices(List<Part> chosen) {
        long size = chosen.stream().mapToLong(Part::size).sum();
        if (size > core.limits().objectBytes()) {
            return Outcome.refused(
                    Reason.OBJECT_TOO_LARGE,
                    "an object may have " + core.limits().objectBytes() + " bytes");
        }
        List<Slice> all =
                chosen.stream().flatMap(part -> contents.require(part.content()).stream()).toList();
        return Manifest.merged(all).size() > Content.MAX_SLICES
                ? Outcome.refused(
                        Reason.OBJECT_TOO_LARGE,
                        "an object may have " + Content.MAX_SLICES + " slices")
                : Outcome.done(all);
    }
}
