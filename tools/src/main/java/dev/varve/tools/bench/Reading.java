package dev.varve.tools.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// What was measured of one work at one number of connections.
final class Reading {
    private static final double GB = 1e9;
    private final double[] millis;
    private final long bytes;
    private final Duration took;
    private final Duration serverCpu;

    /// @param nanos of each request
    /// @param serverCpu user and system time of the server meanwhile
    Reading(List<long[]> nanos, long bytes, Duration took, Duration serverCpu) {
        this.millis =
                nanos.stream()
                        .flatMapToLong(Arrays::stream)
                        .sorted()
                        .mapToDouble(n -> n / 1e6)
                        .toArray();
        this.bytes = bytes;
        this.took = took;
        this.serverCpu = serverCpu;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    int requests() {
        return millis.length;
    }

    double perSecond() {
        return requests() / seconds(took);
    }

    double megabytesPerSecond() {
        return bytes / 1e6 / seconds(took);
    }

    double cpuMicros() {
        return seconds(serverCpu) * 1e6 / Math.max(1, requests());
    }

    double cpuSecondsPerGigabyte() {
        return seconds(serverCpu) / Math.max(1, bytes) * GB;
    }

    /// The latency in milliseconds that this share of requests stays within.
    double percentile(double share) {
        return millis.length == 0
                ? 0
                : millis[(int) Math.min(millis.length - 1, Math.floor(millis.length * share))];
    }

    /// Latency from the 1st to the 99th hundredth of requests.
    double[] percentiles() {
        double[] all = new double[99];
        Arrays.setAll(all, i -> percentile((i + 1) / 100.0));
        return all;
    }

    void tell(Result result, String prefix, Work work) {
        result.figure(prefix + "requestsPerSecond", perSecond());
        result.figure(prefix + "p50Ms", percentile(0.5));
        result.figure(prefix + "p99Ms", percentile(0.99));
        if (work.kind() == Work.Kind.BYTES) {
            result.figure(prefix + "megabytesPerSecond", megabytesPerSecond());
            result.figure(prefix + "serverCpuSecondsPerGigabyte", cpuSecondsPerGigabyte());
        } else if (work.items() > 1) {
            result.figure(prefix + "serverCpuMicrosPerItem", cpuMicros() / work.items());
        } else {
            result.figure(prefix + "serverCpuMicros", cpuMicros());
        }
    }
}
