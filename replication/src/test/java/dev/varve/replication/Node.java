package dev.varve.replication;

import dev.varve.log.BlobId;
import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.ClusterId;
import dev.varve.log.Content;
import dev.varve.log.ETag;
import dev.varve.log.Event;
import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.JournalCursor;
import dev.varve.log.JournalWriter;
import dev.varve.log.NodeId;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.Recorded;
import dev.varve.log.Slice;
import dev.varve.log.StoreException;
import dev.varve.log.codec.Extensions;
import dev.varve.log.codec.Frame;
import dev.varve.log.codec.RecordView;
import dev.varve.log.memory.MemoryJournal;
import dev.varve.log.seal.Chain;
import dev.varve.log.seal.Ed25519Signer;
import dev.varve.log.seal.JournalIdentity;
import dev.varve.replication.follow.Blobs;
import dev.varve.replication.follow.Import;
import dev.varve.replication.follow.Known;
import dev.varve.replication.follow.VerifiedFrame;
import dev.varve.replication.ship.JournalSource;
import dev.varve.replication.ship.SmallBlobs;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/// A member of a cluster in memory: a real journal, and the simplest fold that keeps what it folded
/// in the order in which it did.
public final class Node implements Import, Blobs {
    public static final ClusterId CLUSTER =
            new ClusterId(new UUID(0x0123456789abcdefL, 0x8899aabbccddeeffL));
    private static final BucketId BUCKET = new BucketId(7);
    private static final int FORMAT_LEVEL = 1;

    public final NodeId id;
    public final Ed25519Signer.Keys keys;
    public final Map<BlobId, Bytes> blobs = new HashMap<>();

    /// News of every origin, in the order in which it was folded here.
    public final List<Recorded> folded = new ArrayList<>();

    public MemoryJournal journal;
    public JournalWriter writer;
    public JournalSource source;
    public boolean isFull;
    public boolean refuses;

    private final TestClock clock;
    private final Random random;
    private final Map<Origin, Known> known = new TreeMap<>();
    private final Map<Origin, Map<Position, Hash256>> chains = new HashMap<>();
    private final Set<BlobId> held = new HashSet<>();
    private int written;

    public Node(long id, TestClock clock, long seed) {
        this(id, clock, seed, CLUSTER);
    }

    public Node(long id, TestClock clock, long seed, ClusterId cluster) {
        this.id = new NodeId(id);
        this.clock = clock;
        this.random = new Random(seed);
        this.keys = Ed25519Signer.generate();
        this.journal = new MemoryJournal(setup(1, cluster));
        this.writer = journal.claim();
        this.source = newSource();
        readOwn();
    }

    private MemoryJournal.Setup setup(int incarnation, ClusterId cluster) {
        return new MemoryJournal.Setup(
                new JournalIdentity(cluster, new Origin(id, incarnation)),
                signer(),
                clock,
                random,
                "test",
                10,
                MemoryJournal.SyncHook.NONE);
    }

    private JournalSource newSource() {
        SmallBlobs small = blob -> Optional.ofNullable(blobs.get(blob));
        return new JournalSource(journal, signer(), small, FORMAT_LEVEL);
    }

    public Ed25519Signer signer() {
        return Ed25519Signer.of(3, keys);
    }

    /// Loses all that comes at or after a position, and goes on as a new incarnation.
    public void loseFrom(long position) {
        loseFrom(position, journal.origin().incarnation() + 1);
    }

    public void loseFrom(long position, int incarnation) {
        MemoryJournal lost = journal;
        journal = lost.backup(new Position(position - 1), setup(incarnation, lost.cluster()));
        lost.close();
        known.clear();
        chains.clear();
        folded.clear();
        readOwn();
        writer = journal.claim();
        source = newSource();
        readOwn();
    }

    public Origin origin() {
        return journal.origin();
    }

    /// Puts an object with small content of its own.
    public Recorded put() {
        return put("content " + id + " " + written);
    }

    public Recorded put(String text) {
        return add(event(blob(text)));
    }

    public Event event(BlobId blob) {
        long length = Objects.requireNonNull(blobs.get(blob)).length();
        Content content = new Content.Inline(List.of(new Slice(blob, 0, length)));
        ObjectState state =
                new ObjectState(
                        content,
                        new ETag("etag"),
                        List.of(),
                        0,
                        List.of(),
                        ObjectState.Attributes.NONE);
        return new Event.ObjectPut(BUCKET, ObjectKey.of("key-" + written), true, state);
    }

    public BlobId blob(String text) {
        Bytes content = Bytes.utf8(text);
        BlobId blob = BlobId.sha256(sha256(content));
        blobs.put(blob, content);
        return blob;
    }

    public Recorded add(Event event) {
        written++;
        JournalWriter.Batch batch = writer.begin();
        Recorded recorded = batch.add(event, Provenance.SYSTEM);
        batch.commit();
        readOwn();
        return recorded;
    }

    public void checkpoint() {
        JournalWriter.Batch batch = writer.begin();
        batch.checkpoint();
        batch.commit();
        readOwn();
    }

    /// Learns from its own journal what it folded, as any restart does.
    private void readOwn() {
        Position from =
                known.entrySet().stream()
                        .filter(each -> each.getKey().node().equals(id))
                        .map(each -> each.getValue().position())
                        .max(Position::compareTo)
                        .orElse(Position.NONE);
        Hash256 chain = from.isNone() ? Chain.GENESIS : lastChain(from);
        try (JournalCursor cursor = journal.read(from.next())) {
            for (byte[] bytes = cursor.nextRecord(); bytes != null; bytes = cursor.nextRecord()) {
                RecordView record = RecordView.of(bytes, 0, bytes.length);
                chain = new Chain().next(chain, record.header());
                Recorded recorded = record.recorded();
                learn(recorded, chain);
                if (recorded.event() instanceof Event.EventsImported imported) {
                    takeIn(imported);
                } else {
                    fold(recorded);
                }
            }
        }
    }

    private Hash256 lastChain(Position position) {
        return chains.entrySet().stream()
                .filter(each -> each.getKey().node().equals(id))
                .map(each -> each.getValue().get(position))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    private void takeIn(Event.EventsImported imported) {
        Frame frame = Frame.read(imported.frame());
        Hash256 chain = known(imported.origin()).chain();
        if (known(imported.origin()).isNothing()) {
            chain = Extensions.chainBefore(frame.records().getFirst().envelope()).orElseThrow();
        }
        for (RecordView record : frame.records()) {
            chain = new Chain().next(chain, record.header());
            learn(record.recorded(), chain);
            fold(record.recorded());
        }
    }

    private void learn(Recorded recorded, Hash256 chain) {
        Origin origin = recorded.envelope().origin();
        HybridTime time = recorded.envelope().time();
        known.put(origin, new Known(origin, recorded.position(), chain, time));
        chains.computeIfAbsent(origin, _ -> new HashMap<>()).put(recorded.position(), chain);
    }

    private void fold(Recorded recorded) {
        if (!(recorded.event() instanceof Event.PayloadWithheld)
                && !(recorded.event() instanceof Event.Checkpoint)) {
            folded.add(recorded);
        }
    }

    @Override
    public Known known(Origin origin) {
        return known.getOrDefault(origin, Known.nothing(origin));
    }

    @Override
    public Optional<Origin> newest(NodeId node) {
        return known.keySet().stream()
                .filter(origin -> origin.node().equals(node))
                .max(Origin::compareTo);
    }

    @Override
    public Optional<Hash256> chainAfter(Origin origin, Position position) {
        return Optional.ofNullable(chains.getOrDefault(origin, Map.of()).get(position));
    }

    @Override
    public Origin own() {
        return origin();
    }

    @Override
    public Running begin(VerifiedFrame frame) {
        return () -> take(frame);
    }

    /// As late as anybody may do it.
    private Outcome take(VerifiedFrame frame) {
        Known reached = known(frame.origin());
        if (!frame.last().isAfter(reached.position())) {
            return new Outcome.Done();
        }
        if (refuses) {
            return new Outcome.Refused("it was told to");
        }
        if (!reached.isNothing() && !frame.first().equals(reached.position().next())) {
            return new Outcome.Refused("it does not follow " + reached.position());
        }
        JournalWriter.Batch batch = writer.begin();
        batch.observe(frame.after().time());
        batch.add(frame.imported(), Provenance.SYSTEM);
        batch.commit();
        readOwn();
        return new Outcome.Done();
    }

    @Override
    public Held hold() {
        List<BlobId> mine = new ArrayList<>();
        return new Held() {
            @Override
            public boolean store(BlobId blob, Bytes content) {
                if (isFull) {
                    throw new StoreException.OutOfSpace("full");
                }
                held.add(blob);
                mine.add(blob);
                return blobs.put(blob, content) == null;
            }

            @Override
            public void close() {
                mine.forEach(held::remove);
            }
        };
    }

    /// How many blobs are kept from reclaim.
    public int held() {
        return held.size();
    }

    private static byte[] sha256(Bytes content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content.toArray());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// For assertions.
    public static String name(Recorded recorded) {
        return recorded.envelope().origin() + ":" + recorded.position();
    }
}
