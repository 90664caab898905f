package dev.varve.log.blob;

import java.util.Optional;

/// Gives the HMAC key of a private dedup domain; empty when it is unknown or was destroyed.
@FunctionalInterface
public interface DomainKeys {
    DomainKeys NONE = domain -> Optional.empty();

    Optional<byte[]> key(int domain);
}
