package dev.varve.replication.ship;

import dev.varve.log.BlobId;
import dev.varve.log.Bytes;
import dev.varve.log.Content;
import dev.varve.log.Event;
import dev.varve.log.codec.Frame;
import dev.varve.log.codec.RecordView;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which blobs an event names: those that its content is made of.
///
/// Of content with a manifest that is the manifest itself and, as the event lists them, the blobs
/// that the manifest names. The manifest may travel beside the event; what it names does not, however
/// small: there may be 10,000 of them, and who wants them fetches them by id.
public final class NamedBlobs {
    private NamedBlobs() {}

    /// All of them, each once, in the order in which they are named. For events of others that were
    /// taken over, what each of them names.
    public static Set<BlobId> of(Event event) {
        Set<BlobId> all = new LinkedHashSet<>();
        collect(event, content -> all.addAll(content.blobs()));
        return all;
    }

    /// Those that may travel beside the event if they are small.
    public static Set<BlobId> beside(Event event) {
        Set<BlobId> all = new LinkedHashSet<>();
        collect(event, content -> all.addAll(beside(content)));
        return all;
    }

    private static List<BlobId> beside(Content content) {
        return switch (content) {
            case Content.Inline inline -> inline.blobs();
            case Content.Manifested manifested -> List.of(manifested.manifest());
        };
    }

    private interface Contents {
        void add(Content content);
    }

    private static void collect(Event event, Contents to) {
        switch (event) {
            case Event.NewVersion version -> to.add(version.state().content());
            case Event.PartPut part -> to.add(part.content());
            case Event.PartsMerged merged -> to.add(merged.content());
            case Event.TransactionCommitted all ->
                    all.changes().forEach(change -> collect(change, to));
            case Event.LinkSpent spent when spent.change() != null -> collect(spent.change(), to);
            case Event.EventsImported imported -> within(imported.frame(), to);
            case Event.LinkEvent _ -> {}
            case Event.ObjectEvent _ -> {}
            case Event.UploadEvent _ -> {}
            case Event.BucketEvent _ -> {}
            case Event.RangeEvent _ -> {}
            case Event.VersionsPurged _ -> {}
            case Event.BytesReleased _ -> {}
            case Event.AccessEvent _ -> {}
            case Event.WebhookEvent _ -> {}
            case Event.ClusterEvent _ -> {}
            case Event.JournalEvent _ -> {}
        }
    }

    private static void within(Bytes frame, Contents to) {
        for (RecordView record : Frame.read(frame).records()) {
            collect(record.recorded().event(), to);
        }
    }
}
