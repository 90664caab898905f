package dev.varve.server.auth;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.TokenBuckets;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Slows down who guesses. Failed logins are counted for each client address, for each key, and for
/// both together; all counts are limited in number and forgotten in time.
///
/// An address that failed too often is not even looked at, but for keys that it came in with while it
/// was failing: others behind it may be honest. A key that is tried from many addresses stays open to
/// whoever has its secret, so nobody can lock out another; the guesses are told less.
public final class LoginGuard {
    private static final int MAX_KEYS = 100_000;

    /// Guesses of an identity; nothing that is wrong in other ways counts.
    private static final Set<ErrorCode> GUESSES =
            EnumSet.of(
                    ErrorCode.INVALID_ACCESS_KEY_ID,
                    ErrorCode.SIGNATURE_DOES_NOT_MATCH,
                    ErrorCode.INVALID_TOKEN);

    private static final int KNOWN = 10_000;
    private static final int PREFIX_BYTES = 8;
    private static final double SECONDS = 60;

    private final long retryAfter;
    private final TokenBuckets addresses;
    private final TokenBuckets keys;
    private final TokenBuckets pairs;
    private final Map<String, Boolean> known = new LinkedHashMap<>(16, 0.75f, true);

    /// @param perMinute failures that are taken from one address or for one key
    /// @param nanoTime as [System#nanoTime]
    public LoginGuard(int perMinute, int maxKeys, LongSupplier nanoTime) {
        double perSecond = perMinute / SECONDS;
        this.retryAfter = Math.max(1, Math.round(Math.ceil(1 / perSecond)));
        this.addresses = new TokenBuckets(perSecond, perMinute, maxKeys, nanoTime);
        this.keys = new TokenBuckets(perSecond, perMinute, maxKeys, nanoTime);
        this.pairs = new TokenBuckets(perSecond, perMinute, maxKeys, nanoTime);
    }

    /// @param perMinute 0 for any number
    public static LoginGuard of(int perMinute) {
        return new LoginGuard(
                perMinute == 0 ? Integer.MAX_VALUE : perMinute, MAX_KEYS, System::nanoTime);
    }

    /// @param key that the request says it is by; only asked for when it matters
    /// @throws Failed `SlowDown` instead of finding out who asks
    public <T> T check(HttpRequest request, Supplier<Optional<String>> key, Supplier<T> login) {
        String address = network(request.remoteAddress());
        boolean suspect = addresses.owes(address);
        if (suspect) {
            requireOpen(address, key.get().orElse(""));
        }
        try {
            T found = login.get();
            if (suspect) {
                key.get().ifPresent(right -> remember(pair(address, right)));
            }
            return found;
        } catch (Failed failed) {
            throw GUESSES.contains(failed.code())
                    ? counted(failed, address, key.get().orElse(""))
                    : failed;
        }
    }

    private void requireOpen(String address, String key) {
        String pair = pair(address, key);
        if (!pairs.has(pair) || (!addresses.has(address) && !isKnown(pair))) {
            throw tooMany();
        }
    }

    private Failed counted(Failed failed, String address, String key) {
        addresses.tryAcquire(address);
        if (key.isEmpty()) {
            return failed;
        }
        pairs.tryAcquire(pair(address, key));
        return keys.tryAcquire(key) ? failed : tooMany();
    }

    private Failed tooMany() {
        return new Failed(ErrorCode.SLOW_DOWN, "Too many logins failed. Please try again later.")
                .header("retry-after", Long.toString(retryAfter));
    }

    private static String pair(String address, String key) {
        return address + " " + key;
    }

    private boolean isKnown(String pair) {
        synchronized (known) {
            return known.get(pair) != null;
        }
    }

    private void remember(String pair) {
        synchronized (known) {
            known.put(pair, true);
            if (known.size() > KNOWN) {
                known.remove(known.keySet().iterator().next());
            }
        }
    }

    /// Whoever has one address of IPv6 has 2^64 of them.
    private static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            return InetAddress.ofLiteral(address) instanceof Inet6Address six
                    ? HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), PREFIX_BYTES))
                    : address;
        } catch (IllegalArgumentException e) {
            return address;
        }
    }
}
