package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BlobId;
import dev.varve.log.Hash256;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every placement index does while it is open.
public abstract class PlacementIndexContract {
    protected static final BlobId SHARED =
            new BlobId(BlobId.Algorithm.SHA_256, 0, new Hash256(1, 2, 3, 4));
    protected static final BlobId PRIVATE =
            new BlobId(BlobId.Algorithm.HMAC_SHA_256, 7, new Hash256(1, 2, 3, 4));
    protected static final Placement IN_PACK = new Placement.InPack(3, 24, 1104, 1024, false);
    protected static final Placement LARGE = new Placement.LargeFile(99, 5_000, 4_000, true);
    protected static final Tally TALLY = new Tally(1128, 1, 1024, 1104, 0);

    protected PlacementIndex index = new MemoryPlacementIndex();

    protected abstract PlacementIndex open();

    @BeforeEach
    void openIndex() {
        index = open();
    }

    @AfterEach
    void closeIndex() {
        index.close();
    }

    protected static PlacementIndex.Changes put(BlobId id, Placement placement) {
        return new PlacementIndex.Changes(
                Map.of(id, placement),
                Set.of(),
                Map.of(placement.shelf(), Tally.NONE.plus(placement)),
                Set.of());
    }

    private Map<BlobId, Placement> all() {
        Map<BlobId, Placement> all = new HashMap<>();
        index.forEach((id, placement) -> assertThat(all.put(id, placement)).isNull());
        return all;
    }

    @Test
    void isEmptyAtFirst() {
        assertThat(index.find(SHARED)).isEmpty();
        assertThat(index.tallies()).isEmpty();
        assertThat(all()).isEmpty();
    }

    @Test
    void keepsDomainsApart() {
        index.apply(put(SHARED, IN_PACK));
        assertThat(index.find(PRIVATE)).isEmpty();
        index.apply(put(PRIVATE, LARGE));

        assertThat(index.find(SHARED)).hasValue(IN_PACK);
        assertThat(index.find(PRIVATE)).hasValue(LARGE);
        assertThat(all()).isEqualTo(Map.of(SHARED, IN_PACK, PRIVATE, LARGE));
    }

    @Test
    void pagesInTheOrderOfKeys() {
        List<BlobId> ids = new ArrayList<>(List.of(SHARED, PRIVATE));
        Random random = new Random(5);
        for (int i = 0; i < 50; i++) {
            Hash256 hash = new Hash256(random.nextLong(), random.nextLong(), i, i);
            ids.add(
                    i % 2 == 0
                            ? new BlobId(BlobId.Algorithm.SHA_256, 0, hash)
                            : new BlobId(BlobId.Algorithm.HMAC_SHA_256, 1 + i % 3, hash));
        }
        ids.forEach(id -> index.apply(put(id, LARGE)));
        List<BlobId> paged = new ArrayList<>();
        List<BlobId> page = index.page(null, 7);
        while (!page.isEmpty()) {
            paged.addAll(page);
            page = index.page(page.getLast(), 7);
        }
        ids.sort(PlacementCodec.KEY_ORDER);
        assertThat(paged).isEqualTo(ids);
    }

    @Test
    void replacesAndRemoves() {
        index.apply(put(SHARED, IN_PACK));
        index.apply(put(SHARED, IN_PACK.inQuarantine()));
        assertThat(index.find(SHARED)).hasValue(IN_PACK.inQuarantine());

        index.apply(new PlacementIndex.Changes(Map.of(), Set.of(SHARED), Map.of(), Set.of()));
        assertThat(index.find(SHARED)).isEmpty();
        assertThat(all()).isEmpty();
    }

    @Test
    void keepsAndDropsTallies() {
        Map<Integer, Tally> tallies = Map.of(0, Tally.NONE.scanned(1), 3, TALLY);
        index.apply(new PlacementIndex.Changes(Map.of(), Set.of(), tallies, Set.of()));
        assertThat(index.tallies()).isEqualTo(tallies);

        index.apply(new PlacementIndex.Changes(Map.of(), Set.of(), Map.of(), Set.of(3)));
        assertThat(index.tallies()).isEqualTo(Map.of(0, Tally.NONE.scanned(1)));
    }

    @Test
    void agreesWithAPlainMap() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<BlobId, Placement> model = new HashMap<>();
        for (int step = 0; step < 3000; step++) {
            Map<BlobId, Placement> puts = new HashMap<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                puts.put(anyId(random), anyPlacement(random));
            }
            Set<BlobId> removals = Set.of(anyId(random));
            puts.keySet().removeAll(removals);
            index.apply(new PlacementIndex.Changes(puts, removals, Map.of(), Set.of()));
            model.putAll(puts);
            model.keySet().removeAll(removals);
        }
        assertThat(all()).as("seed %s", seed).isEqualTo(model);
    }

    private static BlobId anyId(Random random) {
        Hash256 hash = new Hash256(random.nextInt(20), 0, 0, -1);
        return random.nextBoolean()
                ? new BlobId(BlobId.Algorithm.SHA_256, 0, hash)
                : new BlobId(BlobId.Algorithm.HMAC_SHA_256, 1 + random.nextInt(2), hash);
    }

    private static Placement anyPlacement(Random random) {
        long length = random.nextLong(1L << 40);
        return random.nextBoolean()
                ? new Placement.LargeFile(random.nextLong(1L << 50), length, length, false)
                : new Placement.InPack(1 + random.nextInt(9), 24, length, length, true);
    }
}
