package dev.varve.server.forward;

import dev.varve.log.NodeId;
import dev.varve.replication.ClusterLayout;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

/// Lets clients see what they wrote, whichever member they ask: answers to changes tell a place in the
/// journal, and a request that names places waits until this node has folded them. Thread-safe.
public final class ReadAfter {
    static final String TOLD = "varve-position";
    static final String WANTED = "varve-min-position";

    /// How many places one request may name: as many as the answer to a batch tells that all members did
    /// a share of.
    static final int MOST_PLACES = ClusterLayout.MAX_MEMBERS;

    /// How many requests may wait at a time.
    static final int MOST_WAITING = 256;

    private static final long LOOK_MILLIS = 10;
    private static final int MOST_CHARACTERS = 4096;
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private final Folded folded;
    private final Duration within;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);

    /// What this node has folded.
    public interface Folded {
        Folded NOTHING =
                new Folded() {
                    @Override
                    public Optional<Place> newest() {
                        return Optional.empty();
                    }

                    @Override
                    public boolean knows(NodeId node) {
                        return false;
                    }

                    @Override
                    public boolean has(Place place) {
                        return false;
                    }
                };

        /// Of this node's own events that others are to fold; empty where there are no others.
        Optional<Place> newest();

        /// Whether the node is a member, or was one.
        boolean knows(NodeId node);

        boolean has(Place place);
    }

    /// @param within how long a request waits
    public ReadAfter(Folded folded, Duration within) {
        this.folded = folded;
        this.within = within;
    }

    /// @throws Failed where the request names a place that this node does not come to in time
    void await(HttpRequest request) {
        Optional<String> wanted = request.headers().first(WANTED);
        if (wanted.isPresent()) {
            List<Place> places = places(wanted.get());
            if (!places.stream().allMatch(folded::has)) {
                await(places);
            }
        }
    }

    private List<Place> places(String header) {
        try {
            if (header.length() > MOST_CHARACTERS) {
                throw new IllegalArgumentException("too long");
            }
            List<Place> places = COMMA.splitAsStream(header.strip()).map(Place::parse).toList();
            if (places.isEmpty() || places.size() > MOST_PLACES) {
                throw new IllegalArgumentException("too many");
            }
            places.forEach(place -> requireKnown(place.origin().node()));
            return places;
        } catch (IllegalArgumentException e) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT,
                    "'%s' must name 1 to %d places that answers told in '%s', with commas between."
                            .formatted(WANTED, MOST_PLACES, TOLD));
        }
    }

    private void requireKnown(NodeId node) {
        if (!folded.knows(node)) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT,
                    "'" + WANTED + "' names " + node + ", which is no member of this cluster.");
        }
    }

    private void await(List<Place> places) {
        if (!waiting.tryAcquire()) {
            throw notYet(MOST_WAITING + " requests wait for this node already");
        }
        try {
            long until = System.nanoTime() + within.toNanos();
            while (!places.stream().allMatch(folded::has)) {
                if (System.nanoTime() - until >= 0) {
                    throw notYet("This node has not yet folded what the request wants to see");
                }
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notYet("This server is going down");
        } finally {
            waiting.release();
        }
    }

    private static Failed notYet(String why) {
        return new Failed(ErrorCode.POSITION_NOT_REACHED, why + ". Please try again.")
                .header("retry-after", "1");
    }

    /// Tells in the answer to a change where to find it.
    HttpResponse told(HttpRequest request, HttpResponse response) {
        boolean changed = !READS.contains(request.method()) && response.status() < 400;
        if (changed) {
            folded.newest().ifPresent(place -> response.header(TOLD, place.toString()));
        }
        return response;
    }
}
