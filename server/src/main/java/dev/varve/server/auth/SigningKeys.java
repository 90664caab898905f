package dev.varve.server.auth;

import java.util.LinkedHashMap;

/// The keys that SigV4 derives from secrets, kept because a client uses one for a whole day.
/// Thread-safe.
final class SigningKeys {
    private static final int KEPT = 1024;
    private final LinkedHashMap<Origin, SigningKey> kept = new LinkedHashMap<>(64, 0.75f, true);

    /// By secret and not by its name, so that a changed secret is never answered with an old key.
    private record Origin(String secret, String date, String region, String service) {
        @Override
        public String toString() {
            return "Origin[" + date + ", " + region + ", " + service + "]";
        }
    }

    SigningKey of(User user, Credential credential) {
        Origin origin =
                new Origin(
                        user.secretKey(),
                        credential.date(),
                        credential.region(),
                        credential.service());
        synchronized (kept) {
            SigningKey found = kept.get(origin);
            if (found != null) {
                return found;
            }
        }
        SigningKey derived = derive(origin);
        synchronized (kept) {
            kept.put(origin, derived);
            if (kept.size() > KEPT) {
                kept.pollFirstEntry();
            }
        }
        return derived;
    }

    int size() {
        synchronized (kept) {
            return kept.size();
        }
    }

    private static SigningKey derive(Origin origin) {
        byte[] date = Hmac.sha256(Hmac.utf8("AWS4" + origin.secret), origin.date);
        byte[] region = Hmac.sha256(date, origin.region);
        byte[] service = Hmac.sha256(region, origin.service);
        return new SigningKey(Hmac.sha256(service, Credential.TERMINAL));
    }

    /// A key of one day, region and service.
    static final class SigningKey {
        private final byte[] key;

        private SigningKey(byte[] key) {
            this.key = key;
        }

        String sign(String text) {
            return Hmac.hex(Hmac.sha256(key, text));
        }
    }
}
