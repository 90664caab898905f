package dev.varve.server.forward;

import dev.varve.replication.Member;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.Share;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has each share of a batch done by the member that decides it, and makes one answer of theirs in the
/// order of the batch. This node's share comes first: where the batch as a whole is no good, that is
/// found here, and nobody else is asked. Items whose owner fails are told to have failed; the others
/// are done.
///
/// @param <R> what is told of one item
final class Sharing<R> {
    private static final Logger LOG = LoggerFactory.getLogger(Sharing.class);

    /// What a member may tell of an item: what came of it, and nothing that the request says already.
    private static final int MOST_OF_ITEM = 4 << 10;

    private static final int MOST_BESIDE = 64 << 10;
    private static final int FIRST_REFUSAL = 300;

    private final HttpRequest request;
    private final byte[] body;
    private final Shares shares;
    private final Joining<R> joining;
    private final Passing passing;

    /// Asks another member.
    @FunctionalInterface
    interface Passing {
        /// @throws Failed where it cannot be reached, or does not answer
        HttpResponse pass(HttpRequest share, Member owner);
    }

    /// What one member told.
    ///
    /// @param position in its journal, where it changed something
    private record Told<R>(Share share, List<R> rows, Optional<String> position) {}

    /// @param body whole, as the client sent it
    Sharing(HttpRequest request, byte[] body, Shares shares, Joining<R> joining, Passing passing) {
        this.request = request;
        this.body = body;
        this.shares = shares;
        this.joining = joining;
        this.passing = passing;
    }

    /// @throws Failed where this node refuses the batch as a whole
    HttpResponse answer(Function<HttpRequest, HttpResponse> here) {
        List<Told<R>> all = new ArrayList<>();
        all.add(told("this node", shares.own(), here.apply(part(shares.own()))));
        all.addAll(others());
        SortedMap<Integer, R> rows = new TreeMap<>();
        Set<String> positions = new LinkedHashSet<>();
        for (Told<R> told : all) {
            Iterator<R> next = told.rows().iterator();
            told.share().places().forEach(place -> rows.put(place, next.next()));
            told.position().ifPresent(positions::add);
        }
        HttpResponse answer = joining.answer(List.copyOf(rows.values()));
        if (!positions.isEmpty()) {
            answer.header(ReadAfter.TOLD, String.join(", ", positions));
        }
        return answer;
    }

    private HttpRequest part(Share share) {
        return Shared.of(request, body, share);
    }

    /// All at once, so that the slowest says how long it takes. There are no more than a layout has
    /// members.
    private List<Told<R>> others() {
        List<Future<Told<R>>> asked = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("varve-forward-share-", 0).factory())) {
            shares.others()
                    .forEach((owner, share) -> asked.add(threads.submit(() -> ask(owner, share))));
        }
        return asked.stream().map(Future::resultNow).toList();
    }

    private Told<R> ask(Member owner, Share share) {
        try {
            return told(owner.name(), share, passing.pass(part(share), owner));
        } catch (Failed e) {
            return failed(share, e);
        } catch (RuntimeException e) { // outer edge of the thread: every share is told of
            LOG.error("request {}: the share of {}", request.id(), owner.name(), e);
            return failed(share, unknown(owner.name(), "failed here"));
        }
    }

    private Told<R> failed(Share share, Failed why) {
        List<R> rows = share.places().mapToObj(place -> joining.failed(place, why)).toList();
        return new Told<>(share, rows, Optional.empty());
    }

    private Told<R> told(String who, Share share, HttpResponse response) {
        byte[] answer = collected(who, share, response);
        if (response.status() >= FIRST_REFUSAL) {
            throw refused(who, response.status(), answer);
        }
        return new Told<>(
                share, rows(who, share, answer), response.headers().first(ReadAfter.TOLD));
    }

    private byte[] collected(String who, Share share, HttpResponse response) {
        try {
            long items = share.places().count();
            return Collected.of(response, Math.toIntExact(MOST_BESIDE + items * MOST_OF_ITEM));
        } catch (IOException e) {
            LOG.warn("request {}: {}: {}", request.id(), who, e.getMessage());
            throw unknown(who, "answered too much");
        } catch (Failed e) {
            throw unknown(who, "broke off");
        }
    }

    private List<R> rows(String who, Share share, byte[] answer) {
        try {
            List<R> rows = joining.rows(share, answer);
            if (rows.size() == share.places().count()) {
                return rows;
            }
            LOG.warn("request {}: {} told of {} items", request.id(), who, rows.size());
        } catch (Failed e) {
            LOG.warn("request {}: {}: {}", request.id(), who, e.text());
        }
        throw unknown(who, "answered what cannot be read");
    }

    /// What the owner says of the whole request is told of each of its items.
    private Failed refused(String who, int status, byte[] answer) {
        Failed why =
                joining.refusal(answer)
                        .orElseGet(() ->
                                new Failed(
                                        ErrorCode.OWNER_UNAVAILABLE,
                                        "It answered " + status + "."));
        return new Failed(why.code(), who + " decides this, and refused: " + why.text());
    }

    private static Failed unknown(String who, String what) {
        return new Failed(
                ErrorCode.OWNER_UNAVAILABLE,
                who
                        + " decides this, and "
                        + what
                        + ". It is not known whether the request took effect. Please try again.");
    }
}
