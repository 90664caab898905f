package dev.varve.server.fetch;

import java.net.InetSocketAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/// Fetches URLs that may be fetched. Thread-safe.
public final class Fetcher {
    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int OK = 200;

    private final FetchSettings settings;
    private final Guard guard;
    private final Connector connector;
    private final SSLContext tls;
    private final Semaphore places;

    /// @param own addresses that this server itself listens at, wherever they are
    public Fetcher(FetchSettings settings, Predicate<InetSocketAddress> own) {
        this(settings, own, Resolver.SYSTEM, Connector.DIRECT, systemTrust());
    }

    public Fetcher(
            FetchSettings settings,
            Predicate<InetSocketAddress> own,
            Resolver resolver,
            Connector connector,
            SSLContext tls) {
        this.settings = settings;
        this.guard = new Guard(new FetchPolicy(settings, own), resolver);
        this.connector = connector;
        this.tls = tls;
        this.places = new Semaphore(settings.concurrent());
    }

    static SSLContext systemTrust() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    /// @param most bytes of the body; more than the settings allow are not fetched either
    /// @throws FetchFailure also later, when the body is read
    public Fetched fetch(String url, long most) throws FetchFailure {
        FetchUrl first = FetchUrl.parse(url);
        if (!places.tryAcquire()) {
            throw new FetchFailure(
                    FetchFailure.Kind.BUSY,
                    settings.concurrent() + " fetches are under way; try again.");
        }
        Optional<Fetched> fetched = Optional.empty();
        try {
            fetched = Optional.of(follow(first, Math.min(most, settings.maxBytes())));
            return fetched.get();
        } finally {
            if (fetched.isEmpty()) {
                places.release();
            }
        }
    }

    /// Each hop is parsed, checked and connected to as if it were the first.
    private Fetched follow(FetchUrl first, long most) throws FetchFailure {
        long end = System.nanoTime() + settings.total().toNanos();
        FetchUrl url = first;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            if (!left.isPositive()) {
                throw PacedBody.tooSlow();
            }
            Call call =
                    Call.open(
                            url,
                            guard.check(url),
                            Call.get(url),
                            new Call.Ways(
                                    settings.connect(), settings.idle(), connector, tls, left));
            Optional<String> location = location(call);
            if (location.isEmpty()) {
                return body(call, most, end);
            }
            call.close();
            url = url.redirected(location.get());
        }
        throw FetchFailure.failed("There are more than " + MOST_REDIRECTS + " redirects.");
    }

    private static Optional<String> location(Call call) {
        return REDIRECTS.contains(call.head().status())
                ? call.head().first("location")
                : Optional.empty();
    }

    private Fetched body(Call call, long most, long end) throws FetchFailure {
        boolean handedOver = false;
        try {
            Head head = call.head();
            if (head.status() != OK) {
                throw FetchFailure.failed("The server answered with status " + head.status() + ".");
            }
            Framing.Framed framed = Framing.of(head, call.in());
            if (framed.length() > most) {
                throw FetchFailure.tooLarge(most);
            }
            Alarm alarm = new Alarm(call.socket(), Duration.ofNanos(end - System.nanoTime()));
            Fetched fetched =
                    new Fetched(
                            new PacedBody(framed.bytes(), settings, most, alarm::rang),
                            framed.length(),
                            head.first("content-type"),
                            encoding(head),
                            once(() -> release(call, alarm)));
            handedOver = true;
            return fetched;
        } finally {
            if (!handedOver) {
                call.close();
            }
        }
    }

    /// What was asked for is the identity; a server that encodes all the same says so.
    private static Optional<String> encoding(Head head) {
        return Optional.of(String.join(", ", head.all("content-encoding")))
                .filter(text -> !text.isEmpty() && !text.equalsIgnoreCase("identity"));
    }

    private static Runnable once(Runnable action) {
        AtomicBoolean done = new AtomicBoolean();
        return () -> {
            if (done.compareAndSet(false, true)) {
                action.run();
            }
        };
    }

    private void release(Call call, Alarm alarm) {
        alarm.close();
        call.close();
        places.release();
    }
}
