package dev.varve.server.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Predicate;

/// Decides whether a URL may be fetched, and which addresses may be connected to for it. Nobody resolves
/// the name again after that.
final class Guard {
    private static final int MOST_ADDRESSES = 32;

    private final FetchSettings settings;
    private final Resolver resolver;
    private final Predicate<InetSocketAddress> own;

    Guard(FetchSettings settings, Resolver resolver, Predicate<InetSocketAddress> own) {
        this.settings = settings;
        this.resolver = resolver;
        this.own = own;
    }

    /// All addresses that the name has now. If one of them may not be reached, none may: who gives a
    /// name such an address means no good.
    List<InetSocketAddress> check(FetchUrl url) throws FetchFailure {
        if (!settings.ports().contains(url.port())) {
            throw FetchFailure.refused("Port " + url.port() + " is not one of `fetch.ports`.");
        }
        if (!settings.allowsHost(url.host())) {
            throw FetchFailure.refused("This server does not fetch from that host.");
        }
        List<InetSocketAddress> addresses =
                addresses(url).stream()
                        .map(address -> new InetSocketAddress(address, url.port()))
                        .toList();
        if (addresses.isEmpty() || addresses.size() > MOST_ADDRESSES) {
            throw FetchFailure.failed("The host of the URL has no address.");
        }
        if (!addresses.stream().allMatch(this::mayReach)) {
            throw FetchFailure.refused("The host of the URL is not on the public Internet.");
        }
        return addresses;
    }

    private List<InetAddress> addresses(FetchUrl url) throws FetchFailure {
        InetAddress literal = url.literal();
        if (literal != null) {
            return List.of(literal);
        }
        try {
            return resolver.resolve(url.host());
        } catch (IOException e) {
            throw FetchFailure.failed("The host of the URL has no address.");
        }
    }

    private boolean mayReach(InetSocketAddress address) {
        return AddressRules.allow(address.getAddress(), settings.allowPrivate())
                && !own.test(address);
    }
}
