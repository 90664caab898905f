package dev.varve.server.forward;

import dev.varve.replication.ClusterLayout.NotOwner;
import dev.varve.replication.ClusterLayout.ReadOnly;
import dev.varve.replication.Member;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.Relayed;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/// Sees to it that each request is decided by the member that has to: this one, or another, to which
/// it is passed on. A request that was passed on is never passed on again: so there are no loops,
/// whatever layouts say.
public final class Elsewhere implements AutoCloseable {
    /// Bodies that are held to be looked into, all together.
    private static final int HELD_KIB = 32 << 10;

    private static final int KIB = 1024;

    private final Standing.Source standing;
    private final Deciders deciders;
    private final Token token;
    private final Forwarder forwarder;
    private final InstantSource clock;
    private final ReadAfter after;
    private final Semaphore held = new Semaphore(HELD_KIB);

    /// What all members know and nobody else.
    @FunctionalInterface
    public interface Token {
        /// Empty before there is a cluster.
        Optional<byte[]> now();
    }

    /// @param token nothing can be passed on without
    /// @param after what is done here waits for what its client saw elsewhere
    public Elsewhere(
            Standing.Source standing,
            Stored stored,
            Token token,
            ForwardSettings settings,
            SSLContext tls,
            InstantSource clock,
            ReadAfter after) {
        this.standing = standing;
        this.deciders = new Deciders(stored);
        this.token = token;
        this.forwarder = new Forwarder(settings, tls);
        this.clock = clock;
        this.after = after;
    }

    /// Of a node that is on its own: all is decided here.
    public static Elsewhere nowhere() {
        return new Elsewhere(
                Standing.Source.ALONE,
                Stored.NOTHING,
                Optional::empty,
                ForwardSettings.DEFAULT,
                systemTrust(),
                InstantSource.system(),
                new ReadAfter(ReadAfter.Folded.NOTHING, Duration.ZERO));
    }

    /// Does here what this node has to, as soon as it has folded what the client saw elsewhere.
    ///
    /// @throws Failed where that takes too long
    public HttpResponse here(HttpRequest request, Supplier<HttpResponse> operation) {
        after.await(request);
        return after.told(request, operation.get());
    }

    public static SSLContext systemTrust() {
        return Forwarder.systemTrust();
    }

    /// Believes what members said of requests that they passed on, and takes the header off what others
    /// sent.
    public Relayed.Reader reader() {
        return asked -> {
            if (!asked.headers().has(Hop.HEADER)) {
                return Optional.empty();
            }
            Optional<Relayed> relayed =
                    token.now()
                            .flatMap(secret -> Hop.read(asked, secret, clock.instant()))
                            .map(Hop::relayed);
            asked.headers().remove(Hop.HEADER);
            return relayed;
        };
    }

    /// What a request is about, as far as anybody has to know. One that anybody would refuse is refused
    /// here.
    public Concern concern(Supplier<Concern> found) {
        if (standing.now().isEmpty()) {
            return Concern.HERE;
        }
        try {
            return found.get();
        } catch (Failed e) {
            return Concern.HERE;
        }
    }

    /// Answers a request, here or by another member.
    ///
    /// @param here what answers it here; gets a request whose body is whole
    /// @throws Failed where nobody can
    public HttpResponse answer(
            HttpRequest request, Concern concern, Function<HttpRequest, HttpResponse> here) {
        Optional<Standing> now =
                concern instanceof Concern.Here ? Optional.empty() : standing.now();
        if (now.isEmpty()) {
            return here.apply(request);
        }
        Decision decision = deciders.decide(concern, now.get());
        return decision instanceof Decision.Divided && concern instanceof Concern.InBody body
                ? lookedInto(request, body, now.get(), here)
                : decided(request, decision, now.get(), here);
    }

    private HttpResponse lookedInto(
            HttpRequest request,
            Concern.InBody body,
            Standing now,
            Function<HttpRequest, HttpResponse> here) {
        long said = request.contentLength();
        int kib = Math.toIntExact(said < 0 ? body.most() : Math.min(said, body.most())) / KIB + 1;
        if (!held.tryAcquire(kib)) {
            throw new Failed(ErrorCode.SLOW_DOWN, "Please reduce your request rate.")
                    .header("retry-after", "1");
        }
        try {
            Recording recording = new Recording(request.body(), body.most());
            Concern found = found(body, recording);
            return decided(
                    Peeked.of(request, recording.kept()), deciders.decide(found, now), now, here);
        } finally {
            held.release(kib);
        }
    }

    /// What anybody would refuse is refused here, where that is told as always.
    private static Concern found(Concern.InBody body, Recording recording) {
        try {
            return body.reading().apply(recording);
        } catch (Failed e) {
            if (recording.isOver()) {
                throw e;
            }
            return Concern.HERE;
        }
    }

    private HttpResponse decided(
            HttpRequest request,
            Decision decision,
            Standing now,
            Function<HttpRequest, HttpResponse> here) {
        return switch (decision) {
            case Decision.Here _ -> here.apply(request);
            case Decision.At(List<Member> members, boolean owned) ->
                    there(request, members, owned, now);
            case Decision.Divided(List<Member> owners) -> throw divided(request, owners, now);
        };
    }

    private HttpResponse there(
            HttpRequest request, List<Member> members, boolean owned, Standing now) {
        if (request.relayed().isPresent()) {
            throw disputed(request.relayed().get(), members, now);
        }
        if (members.isEmpty()) {
            throw new Failed(ErrorCode.OWNER_UNAVAILABLE, "No member of the cluster takes changes.")
                    .header("retry-after", "1");
        }
        if (!now.writes() && now.layout().readOnly() == ReadOnly.REDIRECT) {
            throw redirect(request, members.getFirst());
        }
        Optional<byte[]> secret = token.now();
        if (secret.isEmpty() || (now.writes() && now.layout().notOwner() == NotOwner.REFUSE)) {
            throw notOwner(members.getFirst(), owned, now);
        }
        return forwarder.forward(request, members, hop(request, now, secret.get()));
    }

    private String hop(HttpRequest request, Standing now, byte[] secret) {
        Hop hop =
                new Hop(
                        List.of(now.self()),
                        now.layout().epoch(),
                        request.id(),
                        request.remoteAddress(),
                        request.isSecure(),
                        clock.instant());
        return hop.signed(secret, request);
    }

    private static Failed notOwner(Member owner, boolean owned, Standing now) {
        String url = owner.urls().getFirst();
        return new Failed(
                        ErrorCode.NOT_OWNER,
                        owned
                                ? owner.name() + " decides this; ask it at " + url + "."
                                : now.name()
                                        + " takes no changes; ask "
                                        + owner.name()
                                        + " at "
                                        + url
                                        + ".")
                .detail("Owner", owner.name())
                .detail("OwnerUrl", url)
                .detail("Epoch", Long.toString(now.layout().epoch()))
                .header("varve-owner", owner.name())
                .header("varve-owner-url", url);
    }

    private static Failed redirect(HttpRequest request, Member owner) {
        String url = owner.urls().getFirst();
        String query = request.rawQuery().isEmpty() ? "" : "?" + request.rawQuery();
        return new Failed(
                        ErrorCode.TEMPORARY_REDIRECT,
                        "Please re-send this request to the specified temporary endpoint. Continue"
                                + " to use the original request endpoint for future requests.")
                .detail("Endpoint", url.substring(url.indexOf("://") + 3))
                .header("location", url + request.rawPath() + query)
                .header("varve-owner", owner.name());
    }

    private static Failed disputed(Relayed relayed, List<Member> members, Standing now) {
        String owner = members.isEmpty() ? "nobody" : members.getFirst().name();
        return new Failed(
                        ErrorCode.OWNER_DISPUTED,
                        "This was passed on to "
                                + now.name()
                                + " by layout "
                                + relayed.epoch()
                                + ", but by layout "
                                + now.layout().epoch()
                                + " it is for "
                                + owner
                                + " to decide. Please try again.")
                .detail("Epoch", Long.toString(now.layout().epoch()))
                .detail("PassedOnByEpoch", Long.toString(relayed.epoch()))
                .detail("PassedOnBy", relayed.nodes())
                .header("retry-after", "1");
    }

    private static Failed divided(HttpRequest request, List<Member> owners, Standing now) {
        String names = owners.stream().map(Member::name).sorted().collect(Collectors.joining(", "));
        Failed failed =
                new Failed(
                                ErrorCode.OWNERS_DIFFER,
                                "Parts of this are decided by different members: "
                                        + names
                                        + ". Ask for what is of one of them at a time.")
                        .detail("Owners", names)
                        .detail("Epoch", Long.toString(now.layout().epoch()))
                        .header("varve-owner", names);
        return request.relayed()
                .map(relayed -> failed.detail("PassedOnByEpoch", Long.toString(relayed.epoch())))
                .orElse(failed);
    }

    /// Connections to members that are open, those that rest too.
    int connections() {
        return forwarder.connections();
    }

    @Override
    public void close() {
        forwarder.close();
    }
}
