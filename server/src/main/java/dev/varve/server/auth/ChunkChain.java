package dev.varve.server.auth;

import dev.varve.server.auth.SigningKeys.SigningKey;

/// The chain that starts with the signature of the request.
final class ChunkChain implements ChunkSigner {
    private static final String EMPTY = Hmac.hexOf("");
    private final SigningKey key;
    private final String timestampAndScope;
    private String previous;

    ChunkChain(SigningKey key, String timestamp, String scope, String seed) {
        this.key = key;
        this.timestampAndScope = "\n" + timestamp + "\n" + scope + "\n";
        this.previous = seed;
    }

    @Override
    public boolean acceptsChunk(String signature, byte[] sha256) {
        return accepts(signature, "PAYLOAD", "\n" + EMPTY + "\n" + Hmac.hex(sha256));
    }

    @Override
    public boolean acceptsTrailer(String signature, byte[] sha256OfLines) {
        return accepts(signature, "TRAILER", "\n" + Hmac.hex(sha256OfLines));
    }

    /// Goes on from the right signature, whatever was given.
    private boolean accepts(String signature, String kind, String hashes) {
        previous =
                key.sign(
                        SignatureV4.ALGORITHM + "-" + kind + timestampAndScope + previous + hashes);
        return Hmac.matches(previous, signature);
    }
}
