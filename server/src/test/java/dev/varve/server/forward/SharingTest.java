package dev.varve.server.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.NodeId;
import dev.varve.replication.Keeps;
import dev.varve.replication.Member;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.FakeRequest;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.Share;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A batch of four items: the second is of this node, the first and last of `north`, the third of `south`.
@Timeout(30)
class SharingTest {
    private static final Member NORTH = member(2, "north");
    private static final Member SOUTH = member(3, "south");
    private static final byte[] BODY = "0123".getBytes(StandardCharsets.UTF_8);

    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    private static Member member(long id, String name) {
        return new Member(
                new NodeId(id),
                name,
                List.of("http://" + name + ":9000"),
                new TreeMap<>(),
                Member.Role.WRITER,
                1,
                "",
                Keeps.ALL);
    }

    private static Sharing<String> sharing(Sharing.Passing passing) {
        Map<Member, Share> others = new LinkedHashMap<>();
        others.put(NORTH, Share.parse("09"));
        others.put(SOUTH, Share.parse("04"));
        return new Sharing<>(
                FakeRequest.builder("POST", "/b?delete").body(BODY).build(),
                BODY,
                new Shares(Share.parse("02"), others),
                new LinesJoining(4),
                passing);
    }

    /// What a member would answer: a line for each item of its share.
    private HttpResponse done(String who, HttpRequest request) {
        asked.add(who + " " + request.share() + " " + body(request));
        return lines(
                request.share()
                        .places()
                        .mapToObj(place -> place + " by " + who)
                        .collect(Collectors.joining("\n")));
    }

    private static String body(HttpRequest request) {
        try {
            return new String(request.body().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse lines(String text) {
        return HttpResponse.of(200, "text/plain", text);
    }

    private HttpResponse here(HttpRequest request) {
        return done("here", request);
    }

    private HttpResponse there(HttpRequest request, Member owner) {
        return done(owner.name(), request);
    }

    private static List<String> told(HttpResponse response) throws IOException {
        assertThat(response.status()).isEqualTo(200);
        byte[] bytes = Collected.of(response, 1 << 20);
        return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }

    /// The answer where south is as it should be, and north is not.
    private List<String> whereNorthSays(HttpResponse ofNorth) throws IOException {
        return told(
                sharing((share, owner) -> owner.equals(NORTH) ? ofNorth : there(share, owner))
                        .answer(this::here));
    }

    @Test
    void answersComeInTheOrderOfTheBatch() throws IOException {
        assertThat(told(sharing(this::there).answer(this::here)))
                .containsExactly("0 by north", "1 by here", "2 by south", "3 by north");
        assertThat(asked)
                .containsExactlyInAnyOrder("here 02 0123", "north 09 0123", "south 04 0123");
        assertThat(asked.peek()).startsWith("here");
    }

    @Test
    void membersAreAskedAtTheSameTime() throws IOException {
        CountDownLatch both = new CountDownLatch(2);
        Sharing.Passing passing =
                (share, owner) -> {
                    both.countDown();
                    try {
                        assertThat(both.await(20, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return there(share, owner);
                };
        assertThat(told(sharing(passing).answer(this::here))).hasSize(4);
    }

    @Test
    void whatFailsIsToldOfItsItemsAndTheOthersAreDone() throws IOException {
        Sharing.Passing passing =
                (share, owner) -> {
                    if (owner.equals(NORTH)) {
                        throw new Failed(ErrorCode.OWNER_UNAVAILABLE, "north cannot be reached");
                    }
                    return there(share, owner);
                };
        assertThat(told(sharing(passing).answer(this::here)))
                .containsExactly(
                        "0 OwnerUnavailable: north cannot be reached",
                        "1 by here",
                        "2 by south",
                        "3 OwnerUnavailable: north cannot be reached");
    }

    @Test
    void nobodyIsAskedWhereThisNodeRefusesAllOfIt() {
        Sharing<String> sharing = sharing(this::there);
        Failed refusal = new Failed(ErrorCode.BAD_DIGEST, "garbled");
        assertThatThrownBy(() ->
                        sharing.answer(_ -> {
                            throw refusal;
                        }))
                .isSameAs(refusal);
        assertThat(asked).isEmpty();
    }

    @Test
    void aRefusalOfAMemberIsToldOfEachOfItsItems() throws IOException {
        assertThat(whereNorthSays(HttpResponse.of(403, "text/plain", "no")))
                .containsExactly(
                        "0 AccessDenied: north decides this, and refused: no",
                        "1 by here",
                        "2 by south",
                        "3 AccessDenied: north decides this, and refused: no");
        assertThat(whereNorthSays(HttpResponse.of(502)).getFirst())
                .isEqualTo("0 OwnerUnavailable: north decides this, and refused: It answered 502.");
    }

    @Test
    void answersThatCannotBeReadLeaveTheOutcomeUnknown() throws IOException {
        String unknown =
                "3 OwnerUnavailable: north decides this, and answered what cannot be read. It is not"
                        + " known whether the request took effect. Please try again.";
        assertThat(whereNorthSays(lines("nonsense"))).last().isEqualTo(unknown);
        assertThat(whereNorthSays(lines("only one"))).last().isEqualTo(unknown);
        assertThat(whereNorthSays(lines("a\nb\nc"))).last().isEqualTo(unknown);
    }

    @Test
    void answersMayNotBeLong() throws IOException {
        assertThat(whereNorthSays(lines("x".repeat(71 << 10))))
                .last()
                .asString()
                .contains("cannot be read");
        assertThat(whereNorthSays(lines("x".repeat(200 << 10))))
                .last()
                .asString()
                .contains("answered too much");
    }

    @Test
    void whatBreaksOffOrFailsHereIsToldToo() throws IOException {
        HttpResponse broken =
                HttpResponse.of(200)
                        .content(
                                new HttpResponse.Content() {
                                    @Override
                                    public long length() {
                                        return -1;
                                    }

                                    @Override
                                    public void writeTo(OutputStream out) {
                                        throw new Failed(ErrorCode.OWNER_UNAVAILABLE, "it broke");
                                    }
                                });
        assertThat(whereNorthSays(broken))
                .last()
                .asString()
                .contains("north decides this, and broke off");
        Sharing.Passing failing =
                (_, _) -> {
                    throw new IllegalStateException("a bug");
                };
        assertThat(told(sharing(failing).answer(this::here)))
                .first()
                .asString()
                .startsWith("0 OwnerUnavailable: north decides this, and failed here");
    }

    @Test
    void placesInJournalsAreToldOfAllWhoChangedSomething() {
        HttpResponse answer =
                sharing((share, owner) ->
                                there(share, owner).header(ReadAfter.TOLD, owner.name() + ".1.7"))
                        .answer(request -> here(request).header(ReadAfter.TOLD, "here.1.9"));
        assertThat(answer.headers().first(ReadAfter.TOLD))
                .contains("here.1.9, north.1.7, south.1.7");
        assertThat(sharing(this::there).answer(this::here).headers().has(ReadAfter.TOLD)).isFalse();
    }
}
