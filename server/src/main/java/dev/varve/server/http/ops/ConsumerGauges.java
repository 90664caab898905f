package dev.varve.server.http.ops;

import dev.varve.server.http.ops.StoreGauges.ConsumerGauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// The figures of each consumer. They come and go, so they are looked up anew at each scrape.
final class ConsumerGauges {
    private final StoreGauges store;
    private final MultiGauge lag;
    private final MultiGauge trouble;
    private final MultiGauge failures;

    ConsumerGauges(MeterRegistry registry, StoreGauges store) {
        this.store = store;
        this.lag = gauge(registry, "varve.consumer.lag", "Events that it is not done with");
        this.trouble = gauge(registry, "varve.consumer.trouble", "1 where it needs a look");
        this.failures = gauge(registry, "varve.consumer.failures", "Failures in a row");
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String help) {
        return MultiGauge.builder(name).description(help).register(registry);
    }

    synchronized void refresh() {
        List<ConsumerGauge> all = store.consumers();
        lag.register(rows(all, each -> (double) each.lag()), true);
        trouble.register(rows(all, each -> each.trouble() ? 1 : 0), true);
        failures.register(rows(all, each -> (double) each.failures()), true);
    }

    private static List<MultiGauge.Row<?>> rows(
            List<ConsumerGauge> all, ToDoubleFunction<ConsumerGauge> value) {
        return all.stream()
                .<MultiGauge.Row<?>>map(each ->
                        MultiGauge.Row.of(
                                Tags.of("consumer", each.name()), value.applyAsDouble(each)))
                .toList();
    }
}
