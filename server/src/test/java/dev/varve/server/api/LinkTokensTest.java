package dev.varve.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.Bytes;
import dev.varve.log.LinkId;
import dev.varve.log.NodeId;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.projections.objects.Revocations;
import dev.varve.server.store.LinkSeal;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import dev.varve.server.store.VersionRef;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkTokensTest {
    @TempDir private Path directory;
    private Varve varve;
    private LinkTokens tokens;

    @BeforeEach
    void open() {
        varve = Varve.open(VarveConfig.at(directory).space(0, 0));
        tokens = new LinkTokens(varve.linkSeal());
    }

    @AfterEach
    void close() {
        varve.close();
    }

    private static Link random(Random random) {
        Link.Method method = Link.Method.ofTag(1 + random.nextInt(4));
        Link.Issuer issuer =
                new Link.Issuer(
                        "u".repeat(1 + random.nextInt(128)),
                        "K".repeat(1 + random.nextInt(128)),
                        seen(random, random.nextInt(4)));
        Link.Place place =
                new Link.Place(
                        new BucketId(random.nextLong()),
                        new BucketName("bucket"),
                        ObjectKey.of("é/".repeat(1 + random.nextInt(341))),
                        random.nextBoolean() ? VersionRef.NULL : null);
        TreeMap<String, String> answer = new TreeMap<>();
        if (random.nextBoolean()) {
            answer.put("content-disposition", "d".repeat(random.nextInt(1024)));
        }
        byte[] digest = new byte[32];
        random.nextBytes(digest);
        Link.Terms terms =
                new Link.Terms(
                        random.nextBoolean(),
                        random.nextInt(9),
                        random.nextLong(),
                        random.nextBoolean() ? "text/plain" : null,
                        random.nextBoolean() ? Bytes.of(digest) : null,
                        answer);
        LinkId id = new LinkId(random.nextLong(), random.nextLong());
        return new Link(id, issuer, method, place, terms);
    }

    private static Revocations seen(Random random, int nodes) {
        TreeMap<NodeId, Revocations.At> byNode = new TreeMap<>();
        for (int i = 0; i < nodes; i++) {
            Position position = new Position(random.nextLong(Long.MAX_VALUE >> random.nextInt(60)));
            int incarnation = random.nextInt(1, Integer.MAX_VALUE);
            byNode.put(new NodeId(random.nextLong()), new Revocations.At(incarnation, position));
        }
        return new Revocations(byNode);
    }

    @Test
    void readsWhatItWrote() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            Link link = random(random);
            assertThat(tokens.read(tokens.write(link))).as("seed %d", seed).contains(link);
        }
    }

    /// The longest of everything.
    @Test
    void fitsIntoALineOfHttp() {
        TreeMap<String, String> answer = new TreeMap<>();
        answer.put("content-disposition", "é".repeat(1024));
        answer.put("content-type", "é".repeat(255));
        Link link =
                new Link(
                        new LinkId(-1, -1),
                        new Link.Issuer("é".repeat(128), "K".repeat(128), seen(new Random(6), 4)),
                        Link.Method.GET,
                        new Link.Place(
                                new BucketId(-1),
                                new BucketName("b".repeat(63)),
                                ObjectKey.of("k".repeat(1024)),
                                null),
                        new Link.Terms(true, 0, Long.MAX_VALUE, null, null, answer));

        String token = tokens.write(link);
        assertThat(token.length()).isLessThanOrEqualTo(LinkSeal.LONGEST);
        assertThat(tokens.read(token)).contains(link);
    }

    @Test
    void refusesWhatWasSealedButIsNoLink() {
        LinkSeal seal = varve.linkSeal();
        Random random = new Random(5);
        for (int round = 0; round < 500; round++) {
            byte[] garbage = new byte[random.nextInt(120)];
            random.nextBytes(garbage);
            if (garbage.length > 0) {
                garbage[0] = (byte) random.nextInt(6);
            }
            assertThat(tokens.read(seal.seal(garbage))).isEmpty();
        }
    }
}
