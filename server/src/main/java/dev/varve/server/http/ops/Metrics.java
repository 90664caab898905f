package dev.varve.server.http.ops;

import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.RequestObserver;
import dev.varve.server.http.Served;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/// Counts requests and gives Prometheus the figures.
public final class Metrics implements RequestObserver, AutoCloseable {
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Duration[] BUCKETS =
            Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000)
                    .map(Duration::ofMillis)
                    .toArray(Duration[]::new);

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Map<Kind, Timers> requests = new ConcurrentHashMap<>();

    /// The registry does not keep what its counters ask.
    private final List<Object> watched = new CopyOnWriteArrayList<>();

    private final AtomicInteger inFlight = new AtomicInteger();
    private final Counter bytesIn;
    private final Counter bytesOut;
    private final Counter refused;
    private final Counter cutOff;
    private final Optional<byte[]> token;
    private volatile Optional<ConsumerGauges> consumers = Optional.empty();
    private volatile Optional<PeerGauges> peers = Optional.empty();

    private record Kind(String operation, int status) {}

    private record Timers(Timer total, Timer firstByte) {}

    /// @param token asked of those who want to read; empty lets anybody
    public Metrics(Optional<String> token) {
        this.token = token.map(text -> ("Bearer " + text).getBytes(StandardCharsets.UTF_8));
        bytesIn = counter("varve.http.received.bytes", "Bytes of request bodies");
        bytesOut = counter("varve.http.sent.bytes", "Bytes of response bodies");
        refused = counter("varve.http.malformed", "Requests that were none");
        cutOff = counter("varve.http.cut.off", "Responses that did not come to their end");
        gauge("varve.http.in.flight", "Requests in flight", inFlight, AtomicInteger::get);
        new JvmMemoryMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    private Counter counter(String name, String help) {
        return Counter.builder(name).description(help).register(registry);
    }

    private <T> void gauge(String name, String help, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value).description(help).strongReference(true).register(registry);
    }

    /// Adds the store's figures.
    public void watch(StoreGauges store) {
        count("varve.journal.position", "Last durable event", store, StoreGauges::journalPosition);
        gauge("varve.journal.fsync.seconds", "Last sync", store, StoreGauges::fsyncSeconds);
        count("varve.journal.batch.size", "In the last sync", store, StoreGauges::batchSize);
        count("varve.view.lag", "Events not folded yet", store, StoreGauges::viewLag);
        count("varve.blobs.logical.bytes", "Stored", store, StoreGauges::blobBytesLogical);
        count("varve.blobs.physical.bytes", "On disk", store, StoreGauges::blobBytesPhysical);
        count(
                "varve.blobs.deduplicated.bytes",
                "Saved by deduplication",
                store,
                StoreGauges::bytesSavedByDeduplication);
        count(
                "varve.blobs.compressed.bytes",
                "Saved by compression",
                store,
                StoreGauges::bytesSavedByCompression);
        count("varve.uploads.open", "Multipart uploads", store, StoreGauges::openUploads);
        consumers = Optional.of(new ConsumerGauges(registry, store));
    }

    /// Adds the figures of upkeep.
    public void watch(UpkeepGauges upkeep) {
        count("varve.blobs.quarantined", "Found damaged", upkeep, UpkeepGauges::quarantined);
        gauge(
                "varve.scrub.deep.age.seconds",
                "Since every byte was looked at",
                upkeep,
                UpkeepGauges::deepScrubAge);
        gauge(
                "varve.scrub.light.age.seconds",
                "Since every header was looked at",
                upkeep,
                UpkeepGauges::lightScrubAge);
        total("varve.scrub.blobs", "Looks at blobs", upkeep, UpkeepGauges::scrubbedBlobs);
        total("varve.scrub.bytes", "Bytes of those", upkeep, UpkeepGauges::scrubbedBytes);
        total("varve.scrub.findings", "Found by scrubs", upkeep, UpkeepGauges::scrubFindings);
        total("varve.recompress.blobs", "Stored anew", upkeep, UpkeepGauges::recompressedBlobs);
        total(
                "varve.recompress.saved.bytes",
                "Saved by that",
                upkeep,
                UpkeepGauges::recompressionSavedBytes);
    }

    /// Adds the figures of the cluster.
    public void watch(ClusterGauges cluster) {
        peers = Optional.of(new PeerGauges(registry, cluster));
    }

    private <T> void total(String name, String help, T of, ToLongFunction<T> value) {
        FunctionCounter.builder(name, of, each -> (double) value.applyAsLong(each))
                .description(help)
                .register(registry);
        watched.add(of);
    }

    private <T> void count(String name, String help, T of, ToLongFunction<T> value) {
        gauge(name, help, of, each -> (double) value.applyAsLong(each));
    }

    @Override
    public void started(HttpRequest request) {
        inFlight.incrementAndGet();
    }

    @Override
    public void finished(HttpRequest request, Served served) {
        inFlight.decrementAndGet();
        Timers timers =
                requests.computeIfAbsent(
                        new Kind(request.note().operation(), served.status()), this::timers);
        timers.total().record(served.total());
        timers.firstByte().record(served.firstByte());
        bytesIn.increment((double) served.bytesIn());
        bytesOut.increment((double) served.bytesOut());
        if (!served.complete()) {
            cutOff.increment();
        }
    }

    @Override
    public void refused(Refused what) {
        refused.increment();
    }

    private Timers timers(Kind kind) {
        return new Timers(
                timer("varve.http.requests", "Time to the last byte", kind),
                timer("varve.http.first.byte", "Time to the first byte", kind));
    }

    private Timer timer(String name, String help, Kind kind) {
        return Timer.builder(name)
                .description(help)
                .tag("operation", kind.operation())
                .tag("status", Integer.toString(kind.status()))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /// Takes as long for a token that is nearly right as for any other.
    boolean admits(String authorization) {
        return token.isEmpty()
                || MessageDigest.isEqual(
                        token.get(), authorization.getBytes(StandardCharsets.UTF_8));
    }

    String scrape() {
        consumers.ifPresent(ConsumerGauges::refresh);
        peers.ifPresent(PeerGauges::refresh);
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
