package dev.varve.server.fetch;

import java.net.InetSocketAddress;
import java.util.function.Predicate;

/// Where something may be posted to: all that is public, and of private networks what is named.
///
/// @param own addresses that this server itself listens at
public record PostReach(PostSettings settings, Predicate<InetSocketAddress> own)
        implements Guard.Policy {
    @Override
    public void require(FetchUrl url) {}

    @Override
    public boolean allows(String host, InetSocketAddress address) {
        boolean named =
                FetchSettings.isIn(settings.hosts(), host)
                        || settings.ranges().stream()
                                .anyMatch(range -> range.contains(address.getAddress()));
        return AddressRules.allow(address.getAddress(), named) && !own.test(address);
    }
}
