package dev.varve.tools.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.server.store.Body;
import dev.varve.server.store.OtherNode;
import dev.varve.server.store.PrefixDelete;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What another node lacks of a journal that was left.
class UnshippedTest {
    private static final BucketName PAPERS = new BucketName("papers");

    @TempDir private Path data;
    private final List<Unshipped.Entry> listed = new ArrayList<>();
    private long held;

    @BeforeEach
    void fill() {
        with(varve -> {
            varve.store().buckets().create(PAPERS).orThrow();
            put(varve, "a");
            held = varve.position().value();
            put(varve, "b");
            put(varve, "in/c");
        });
    }

    private void with(Consumer<Varve> use) {
        try (Varve varve = Varve.open(VarveConfig.at(data).space(0, 0))) {
            use.accept(varve);
        }
    }

    private static void put(Varve varve, String key) {
        Body body = Body.of(key.getBytes(StandardCharsets.UTF_8));
        varve.store().put(PutRequest.of(PAPERS, ObjectKey.of(key), body)).orThrow();
    }

    private Unshipped.Result list(int incarnation, long position) {
        listed.clear();
        try (OfflineStore store = OfflineStore.open(data)) {
            return Unshipped.list(store, new Unshipped.Held(incarnation, position), listed::add);
        }
    }

    private List<String> keys() {
        return listed.stream()
                .flatMap(entry -> entry.places().stream())
                .map(place -> place.bucket() + "/" + place.key())
                .toList();
    }

    @Test
    void listsWhatComesAfterWhatTheOtherHas() {
        Unshipped.Result result = list(1, held);
        assertThat(keys()).containsExactly("papers/b", "papers/in/c");
        assertThat(listed).extracting(Unshipped.Entry::type).containsOnly("ObjectPut");
        assertThat(result.listed()).isEqualTo(2);
        assertThat(result.lost()).isFalse();
        assertThat(result.gap()).isFalse();
        assertThat(result.proof().isSound()).isTrue();
    }

    @Test
    void listsAllWhereTheOtherHasNothing() {
        list(0, -1);
        assertThat(keys()).containsExactly("papers/", "papers/a", "papers/b", "papers/in/c");
        assertThat(listed.getFirst().type()).isEqualTo("Started");
    }

    @Test
    void countsNeitherWhatCameFromOthersNorSignatures() {
        with(varve -> {
            held = varve.position().value();
            OtherNode other = new OtherNode(varve.journal().cluster(), InstantSource.system());
            other.tell(varve, other.started(), OtherNode.created(77, "theirs"));
        });
        list(1, held);
        assertThat(listed).isEmpty();
    }

    @Test
    void namesEverythingThatOneEventIsAbout() {
        with(varve -> {
            held = varve.position().value();
            varve.store().deletePrefix(PrefixDelete.of(PAPERS, "in/")).orThrow();
        });
        list(1, held);
        assertThat(listed.getFirst().type()).isEqualTo("PrefixDeleted");
        assertThat(keys()).startsWith("papers/in/*");
    }

    @Test
    void seesThatTheOtherHasMore() {
        Unshipped.Result result = list(1, 1_000_000);
        assertThat(result.lost()).isTrue();
        assertThat(listed).isEmpty();
        assertThat(list(2, 0).lost()).isTrue();
    }

    @Test
    void goesOnWhereANewIncarnationBegan() {
        try (OfflineStore store = OfflineStore.open(data)) {
            new JournalCut(store).before(new Position(held + 1));
        }
        with(varve -> put(varve, "d"));
        Unshipped.Result result = list(1, held + 2);
        assertThat(keys()).containsExactly("papers/d");
        assertThat(result.lost()).isFalse();
    }
}
