package dev.varve.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.varve.log.Bytes;
import dev.varve.log.NodeId;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutCodecTest {
    @Test
    void bytesAreWhatTheyWere() throws IOException {
        Bytes now = LayoutCodec.write(Layouts.sample());
        Bytes golden = Bytes.of(golden("layout.v1", now.toArray()));
        assertThat(now).isEqualTo(golden);
        assertThat(LayoutCodec.read(golden)).isEqualTo(Layouts.sample());
    }

    /// What a member wrote before it left stays, and has to be proved to nodes that come later.
    @Test
    void keepsTheKeysOfThoseWhoLeft() throws IOException {
        ClusterLayout before = Layouts.sample();
        Member left = before.members().getLast();
        ClusterLayout after =
                before.withMembers(before.members().subList(0, before.members().size() - 1))
                        .withEpoch(before.epoch() + 1)
                        .following(before);
        left.keys().forEach((id, key) -> assertThat(after.key(left.node(), id)).contains(key));
        assertThat(after.former()).hasSize(1);
        Bytes now = LayoutCodec.write(after);
        assertThat(now).isEqualTo(Bytes.of(golden("layout.v2", now.toArray())));
        assertThat(LayoutCodec.read(now)).isEqualTo(after);
        assertThat(before.withEpoch(after.epoch() + 1).following(after).former()).isEmpty();
    }

    @Test
    void forgetsTheOldestOfManyWhoLeft() {
        ClusterLayout now = Layouts.sample();
        Member one = now.members().getFirst();
        for (int i = 0; i <= ClusterLayout.MAX_FORMER; i++) {
            NodeId node = new NodeId(1_000 + i);
            Member guest =
                    new Member(
                            node,
                            "guest",
                            List.of("http://guest:1"),
                            one.keys(),
                            one.role(),
                            1,
                            "",
                            Keeps.ALL);
            List<Member> more = new ArrayList<>(now.members());
            more.add(guest);
            ClusterLayout with = now.withMembers(more).following(now);
            now = now.withMembers(now.members()).following(with);
        }
        assertThat(now.former()).hasSize(ClusterLayout.MAX_FORMER);
        assertThat(now.former().getFirst().node()).isEqualTo(new NodeId(1_001));
    }

    @Test
    void stopsAtALayoutOfTheFuture() {
        byte[] bytes = LayoutCodec.write(Layouts.sample()).toArray();
        bytes[0] = 3;
        assertThatThrownBy(() -> LayoutCodec.read(Bytes.of(bytes)))
                .isInstanceOf(StoreException.FromTheFuture.class)
                .hasMessageContaining("form 3");
    }

    @Test
    void refusesBytesThatAreTooFewOrTooMany() {
        byte[] bytes = LayoutCodec.write(Layouts.sample()).toArray();
        for (int length = 0; length < bytes.length; length++) {
            Bytes cut = Bytes.of(java.util.Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> LayoutCodec.read(cut))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        Bytes longer = Bytes.of(java.util.Arrays.copyOf(bytes, bytes.length + 1));
        assertThatThrownBy(() -> LayoutCodec.read(longer)).hasMessageContaining("too many");
    }

    private static byte[] golden(String name, byte[] now) throws IOException {
        try (InputStream in = LayoutCodecTest.class.getResourceAsStream("/golden/" + name)) {
            if (in != null) {
                return in.readAllBytes();
            }
        }
        Path candidate = Files.createDirectories(Path.of("target", "golden")).resolve(name);
        Files.write(candidate, now);
        return fail("no golden file " + name + ": add " + candidate + " to the test resources");
    }
}
