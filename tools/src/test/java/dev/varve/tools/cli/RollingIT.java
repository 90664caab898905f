package dev.varve.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.tools.s3.S3Request;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Members of a cluster that are stopped and started one after the other, in processes of their own:
/// with the same build while clients go on, and with one that reads one more level of forms.
@Timeout(240)
class RollingIT {
    private static final String BUCKET = "papers";
    private static final String SEEDED = "seeded";

    /// Of the level itself, or of the first event that has it.
    private static final Pattern NEWER =
            Pattern.compile("this release reads level 1: start a newer one|needs a newer release");

    @TempDir private Path work;
    private final List<ClusterMember> members = new ArrayList<>();

    @AfterEach
    void stop() {
        members.forEach(ClusterMember::close);
    }

    /// All write; each lets the next one in.
    private void begin(int level, String... names) throws Exception {
        for (String name : names) {
            ClusterMember member = new ClusterMember(name, work).reading(level);
            if (members.isEmpty()) {
                member.start();
            } else {
                member.join(members.getFirst(), members.getLast());
            }
            members.add(member);
        }
        ClusterMember first = members.getFirst();
        first.ask(S3Request.bucket("PUT", BUCKET));
        first.put(BUCKET, SEEDED, SEEDED);
        awaitLevel();
    }

    private void awaitLevel() {
        members.forEach(
                member -> member.shell().out("cluster", "status", "--watch", "--within", "90s"));
    }

    private void assertAllHave(Map<String, String> written) throws Exception {
        for (ClusterMember member : members) {
            List<String> keys =
                    member.shell().json("object", "ls", "-r", BUCKET).stream()
                            .map(object -> object.path("key").asText())
                            .toList();
            assertThat(keys).as(member.name()).containsAll(written.keySet());
        }
        String digest = digest(members.getFirst());
        for (ClusterMember member : members) {
            assertThat(digest(member)).as(member.name()).isEqualTo(digest);
        }
    }

    private static String digest(ClusterMember member) {
        return member.shell().json("cluster", "digest").getFirst().path("digest").asText();
    }

    private static JsonNode levels(ClusterMember member) {
        return member.shell().json("cluster", "format-level").getFirst();
    }

    /// What members said they read, as one of them heard.
    private static void awaitReads(ClusterMember member, String reads) throws InterruptedException {
        while (!levels(member).path("reads").toString().equals(reads)) {
            Thread.sleep(100);
        }
    }

    @Test
    void noRequestFailsWhileEachMemberIsStartedAnew() throws Exception {
        begin(1, "a", "b", "c");
        RetryingLoad load = new RetryingLoad(members, BUCKET, SEEDED);
        try (load) {
            for (ClusterMember member : members) {
                member.stop();
                member.start();
            }
        }
        assertThat(load.failed()).as(load.toString()).isEmpty();
        assertThat(load.mostTries()).as(load.toString()).isLessThanOrEqualTo(3);
        assertThat(load.acknowledged()).hasSizeGreaterThan(20);
        awaitLevel();
        assertAllHave(load.acknowledged());
    }

    @Test
    void newFormsAppearOnlyOnceAllMembersReadThem() throws Exception {
        begin(1, "a", "b");
        ClusterMember a = members.getFirst();
        ClusterMember b = members.getLast();
        RetryingLoad load = new RetryingLoad(members, BUCKET, SEEDED);
        try (load) {
            a.stop();
            a.reading(2).start();
            awaitReads(a, "{\"a\":2,\"b\":1}");
            for (ClusterMember member : members) {
                assertThat(member.shell().run("cluster", "format-level", "2"))
                        .as(member.name())
                        .isEqualTo(ExitCodes.CONFLICT);
            }
            b.stop();
            assertThat(b.shell().run("journal", "verify", b.data().toString())).isZero();
            b.reading(2).start();
        }
        assertThat(load.failed()).as(load.toString()).isEmpty();
        awaitLevel();
        assertAllHave(load.acknowledged());
        awaitReads(a, "{\"a\":2,\"b\":2}");

        assertThat(a.shell().run("cluster", "format-level", "3")).isEqualTo(ExitCodes.CONFLICT);
        assertThat(a.shell().json("cluster", "format-level", "2").getFirst().path("level").asInt())
                .isEqualTo(2);
        b.put(BUCKET, "later", "of b");
        awaitLevel();
        assertThat(levels(b).path("level").asInt()).isEqualTo(2);
        assertThat(a.get(BUCKET, "later")).isEqualTo("of b");
        for (ClusterMember member : members) {
            member.stop();
            assertThat(member.shell().run("journal", "verify", member.data().toString()))
                    .as("by a release that does not read them")
                    .isEqualTo(ExitCodes.FAILED);
        }
    }

    @Test
    void anOldMemberThatMeetsANewerFormRefusesItAndKeepsWhatItHas() throws Exception {
        begin(2, "a", "b");
        ClusterMember a = members.getFirst();
        ClusterMember b = members.getLast();
        awaitReads(a, "{\"a\":2,\"b\":2}");
        a.shell().out("cluster", "pause", "b"); // so that a does not hear of what comes
        b.stop();
        b.reading(1).start();
        a.shell().out("cluster", "format-level", "2");
        a.put(BUCKET, "newer", "of a");

        assertThat(awaitProblem(b)).containsPattern(NEWER);
        assertThat(b.get(BUCKET, SEEDED)).isEqualTo(SEEDED);
        b.put(BUCKET, "old", "of b");
        assertThat(b.get(BUCKET, "old")).isEqualTo("of b");
        assertThat(levels(b).path("level").asInt()).isEqualTo(1);

        b.stop();
        b.reading(2).start();
        a.shell().out("cluster", "resume", "b");
        awaitLevel();
        assertAllHave(Map.of("newer", "", "old", "", SEEDED, ""));

        a.stop();
        assertThatThrownBy(() -> a.reading(1).start()).hasMessageContaining("does not listen");
        assertThat(a.log()).containsPattern(NEWER);
        a.reading(2).start();
        awaitLevel();
        assertAllHave(Map.of("newer", "", "old", "", SEEDED, ""));
    }

    /// Why a member does not follow the other one.
    private static String awaitProblem(ClusterMember member) throws InterruptedException {
        while (true) {
            JsonNode peers = member.shell().json("cluster", "status").getFirst().path("peers");
            String problem = peers.path(0).path("problem").asText("");
            if (problem.contains("release")) {
                return problem;
            }
            Thread.sleep(100);
        }
    }
}
