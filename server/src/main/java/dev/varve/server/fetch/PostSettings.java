package dev.varve.server.fetch;

import dev.varve.server.http.AddressRange;
import java.util.List;

/// Where else than to the public Internet something may be posted.
///
/// @param hosts names (`hooks.internal`), or all below one (`.internal`)
/// @param ranges addresses
public record PostSettings(List<String> hosts, List<AddressRange> ranges) {
    public static final PostSettings DEFAULT = new PostSettings(List.of(), List.of());

    public PostSettings {
        hosts = List.copyOf(hosts);
        ranges = List.copyOf(ranges);
    }
}
