package dev.varve.server.http.ops;

import dev.varve.server.http.ops.ClusterGauges.PeerGauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// The figures of each member. They come and go with layouts, so they are looked up at each scrape.
final class PeerGauges {
    private final ClusterGauges cluster;
    private final MultiGauge lagEvents;
    private final MultiGauge lagSeconds;
    private final MultiGauge trouble;

    PeerGauges(MeterRegistry registry, ClusterGauges cluster) {
        this.cluster = cluster;
        this.lagEvents = gauge(registry, "varve.cluster.lag", "Events that the receiver lacks");
        this.lagSeconds =
                gauge(registry, "varve.cluster.lag.seconds", "Since the oldest of them was made");
        this.trouble = gauge(registry, "varve.cluster.trouble", "1 where it does not go on");
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String help) {
        return MultiGauge.builder(name).description(help).register(registry);
    }

    synchronized void refresh() {
        List<PeerGauge> all = cluster.peers();
        lagEvents.register(rows(all, each -> (double) each.lagEvents()), true);
        lagSeconds.register(rows(all, PeerGauge::lagSeconds), true);
        trouble.register(rows(all, each -> each.trouble() ? 1 : 0), true);
    }

    private static List<MultiGauge.Row<?>> rows(
            List<PeerGauge> all, ToDoubleFunction<PeerGauge> value) {
        return all.stream()
                .<MultiGauge.Row<?>>map(each ->
                        MultiGauge.Row.of(
                                Tags.of("member", each.member(), "direction", each.direction()),
                                value.applyAsDouble(each)))
                .toList();
    }
}
