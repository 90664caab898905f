package dev.varve.server.s3;

import java.util.List;

/// What the S3 surface is told at start.
///
/// @param region the one region this server is in, e.g. `us-east-1`
/// @param domains base domains for virtual-hosted addressing (`bucket.DOMAIN`); empty for none
public record S3Config(String region, List<String> domains) {
    public S3Config {
        domains = List.copyOf(domains);
    }
}
