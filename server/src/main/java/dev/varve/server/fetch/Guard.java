package dev.varve.server.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/// Decides whether a URL may be fetched, and which addresses may be connected to for it. Nobody resolves
/// the name again after that.
final class Guard {
    private static final int MOST_ADDRESSES = 32;

    private final Policy policy;
    private final Resolver resolver;

    /// What may be reached.
    interface Policy {
        /// Before its host is resolved.
        ///
        /// @throws FetchFailure when it may not be asked
        void require(FetchUrl url) throws FetchFailure;

        boolean allows(String host, InetSocketAddress address);
    }

    Guard(Policy policy, Resolver resolver) {
        this.policy = policy;
        this.resolver = resolver;
    }

    /// All addresses that the name has now. If one of them may not be reached, none may: who gives a
    /// name such an address means no good.
    List<InetSocketAddress> check(FetchUrl url) throws FetchFailure {
        policy.require(url);
        List<InetSocketAddress> addresses =
                addresses(url).stream()
                        .map(address -> new InetSocketAddress(address, url.port()))
                        .toList();
        if (addresses.isEmpty() || addresses.size() > MOST_ADDRESSES) {
            throw FetchFailure.failed("The host of the URL has no address.");
        }
        if (!addresses.stream().allMatch(each -> policy.allows(url.host(), each))) {
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
}
