package dev.varve.tools.s3;

import java.net.InetSocketAddress;
import java.time.InstantSource;

/// A server and a key pair that it knows.
public record Endpoint(InetSocketAddress address, AccessKey key) {
    public static final String REGION = "us-east-1";

    public String host() {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    public Signer signer() {
        return new Signer(key, REGION, InstantSource.system());
    }
}
