package dev.varve.server.forward;

import dev.varve.replication.ClusterLayout.NotOwner;
import dev.varve.replication.ClusterLayout.ReadOnly;
import dev.varve.replication.Member;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.Relayed;
import dev.varve.server.http.Share;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
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

    /// Believes what members said of requests that they passed on, and takes the headers off what others
    /// sent.
    public Relayed.Reader reader() {
        return asked -> {
            Optional<Relayed> relayed =
                    asked.headers().has(Hop.HEADER)
                            ? token.now()
                                    .flatMap(secret -> Hop.read(asked, secret, clock.instant()))
                                    .map(Hop::relayed)
                            : Optional.empty();
            asked.headers().remove(Hop.HEADER);
            asked.headers().remove(Hop.SHARE);
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
        requireShareable(request, concern);
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

    /// What does not know of shares would do all of the batch.
    private static void requireShareable(HttpRequest request, Concern concern) {
        Share share = request.share();
        boolean shared = concern instanceof Concern.InBody body && body.shared();
        if (share.isNone() || !(share.isAll() || shared)) {
            throw new Failed(
                    ErrorCode.INVALID_REQUEST,
                    "This was passed on as a share of a batch, which cannot be read here.");
        }
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
            if (found instanceof Concern.Each each) {
                return batch(request, whole(recording), each, now, here);
            }
            return decided(
                    Peeked.of(request, recording.kept()), deciders.decide(found, now), now, here);
        } finally {
            held.release(kib);
        }
    }

    private static byte[] whole(Recording recording) {
        try {
            recording.transferTo(OutputStream.nullOutputStream());
            return recording.kept();
        } catch (IOException e) {
            throw new Failed(ErrorCode.INCOMPLETE_BODY, "The body broke off.");
        }
    }

    private HttpResponse batch(
            HttpRequest request,
            byte[] body,
            Concern.Each each,
            Standing now,
            Function<HttpRequest, HttpResponse> here) {
        Concern.Each asked = new Concern.Each(request.share().of(each.keys()), each.joining());
        Optional<Shares> shares = deciders.shares(asked, now);
        if (shares.isEmpty()) {
            return decided(Peeked.of(request, body), deciders.decide(asked, now), now, here);
        }
        List<Member> owners = shares.get().owners();
        if (request.relayed().isPresent()) {
            throw ForwardRefusals.disputed(request.relayed().get(), owners, now);
        }
        if (redirects(now)) {
            throw ForwardRefusals.redirect(request, owners.getFirst());
        }
        Optional<byte[]> secret = secret(now);
        if (secret.isEmpty()) {
            throw ForwardRefusals.notShared(shares.get(), now);
        }
        return new Sharing<>(
                        request,
                        body,
                        shares.get(),
                        asked.joining(),
                        (share, owner) ->
                                forwarder.forward(
                                        share, List.of(owner), hop(share, now, secret.get())))
                .answer(here);
    }

    private static boolean redirects(Standing now) {
        return !now.writes() && now.layout().readOnly() == ReadOnly.REDIRECT;
    }

    /// What it takes to pass on; empty where this node may not.
    private Optional<byte[]> secret(Standing now) {
        boolean refuses = now.writes() && now.layout().notOwner() == NotOwner.REFUSE;
        return refuses ? Optional.empty() : token.now();
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
            case Decision.Divided divided -> throw ForwardRefusals.divided(request, divided, now);
        };
    }

    private HttpResponse there(
            HttpRequest request, List<Member> members, boolean owned, Standing now) {
        if (request.relayed().isPresent()) {
            throw ForwardRefusals.disputed(request.relayed().get(), members, now);
        }
        if (members.isEmpty()) {
            throw new Failed(ErrorCode.OWNER_UNAVAILABLE, "No member of the cluster takes changes.")
                    .header("retry-after", "1");
        }
        if (redirects(now)) {
            throw ForwardRefusals.redirect(request, members.getFirst());
        }
        Optional<byte[]> secret = secret(now);
        if (secret.isEmpty()) {
            throw ForwardRefusals.notOwner(members.getFirst(), owned, now);
        }
        return forwarder.forward(request, members, hop(request, now, secret.get()));
    }

    private Headers hop(HttpRequest request, Standing now, byte[] secret) {
        Hop hop =
                new Hop(
                        List.of(now.self()),
                        now.layout().epoch(),
                        request.id(),
                        request.remoteAddress(),
                        request.isSecure(),
                        clock.instant(),
                        request.share());
        return hop.signed(secret, request);
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
