package dev.varve.server.fetch;

import java.net.InetSocketAddress;
import java.util.function.Predicate;

/// What may be fetched.
///
/// @param own addresses that this server itself listens at
record FetchPolicy(FetchSettings settings, Predicate<InetSocketAddress> own)
        implements Guard.Policy {
    @Override
    public void require(FetchUrl url) throws FetchFailure {
        if (!settings.ports().contains(url.port())) {
            throw FetchFailure.refused("Port " + url.port() + " is not one of `fetch.ports`.");
        }
        if (!settings.allowsHost(url.host())) {
            throw FetchFailure.refused("This server does not fetch from that host.");
        }
    }

    @Override
    public boolean allows(String host, InetSocketAddress address) {
        return AddressRules.allow(address.getAddress(), settings.allowPrivate())
                && !own.test(address);
    }
}
