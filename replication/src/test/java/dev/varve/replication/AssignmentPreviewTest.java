package dev.varve.replication;

import static dev.varve.replication.Layouts.A;
import static dev.varve.replication.Layouts.B;
import static dev.varve.replication.Layouts.C;
import static dev.varve.replication.Layouts.reader;
import static dev.varve.replication.Layouts.writer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BlobId;
import dev.varve.replication.AssignmentPreview.Move;
import dev.varve.replication.AssignmentPreview.Piece;
import dev.varve.replication.AssignmentPreview.Stored;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssignmentPreviewTest {
    @Test
    void tellsWhichKeysGetAnotherOwner() {
        ClusterLayout before = Layouts.assigned(A);
        ClusterLayout after = Layouts.assigned(A, new Rule(Rule.Match.ofPrefix("mail", "in/"), B));
        AssignmentPreview preview =
                AssignmentPreview.of(
                        before, after, List.of(object("mail", "in/1"), object("mail", "out/1")));
        assertThat(preview.objects()).isEqualTo(2);
        assertThat(preview.moved()).isEqualTo(1);
        assertThat(preview.moves()).containsExactly(new Move("mail", "in/1", "a", "b"));
        assertThat(preview.gains()).isEmpty();
    }

    @Test
    void tellsWhichBytesMembersWouldFetchAndDrop() {
        ClusterLayout before = Layouts.replicated(0, writer("a", A), writer("b", B));
        ClusterLayout after = Layouts.replicated(0, writer("a", A), reader("c", C));
        AssignmentPreview preview =
                AssignmentPreview.of(before, after, List.of(object("m", "1"), object("m", "2")));
        assertThat(preview.bytes()).isEqualTo(20);
        assertThat(preview.gains()).containsExactly(java.util.Map.entry("c", 20L));
        assertThat(preview.losses()).containsExactly(java.util.Map.entry("b", 20L));
    }

    @Test
    void namesOnlySoManyMovesAndCountsAll() {
        List<Stored> objects = new ArrayList<>();
        for (int i = 0; i <= AssignmentPreview.MAX_MOVES; i++) {
            objects.add(object("mail", "k" + i));
        }
        AssignmentPreview preview =
                AssignmentPreview.of(Layouts.assigned(null), Layouts.assigned(C), objects);
        assertThat(preview.moved()).isEqualTo(AssignmentPreview.MAX_MOVES + 1);
        assertThat(preview.moves()).hasSize(AssignmentPreview.MAX_MOVES);
        assertThat(preview.moves().getFirst()).isEqualTo(new Move("mail", "k0", "", "c"));
    }

    private static Stored object(String bucket, String key) {
        Piece piece = new Piece(BlobId.sha256(new byte[32]), 10);
        return new Stored(Subject.ofKey(bucket, key), List.of(piece));
    }
}
