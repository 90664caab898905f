package dev.varve.tools.s3;

/// The chain of signatures over the chunks of one body: each covers the one before.
public final class ChunkChain {
    private static final String EMPTY = Hashes.hex(Hashes.sha256(new byte[0]));

    /// Of a request that nobody signs.
    static final ChunkChain NONE = new ChunkChain(new byte[1], "", "");

    private final byte[] secret;
    private final String context;
    private String last;

    /// @param context date and scope, a line each
    ChunkChain(byte[] secret, String context, String seed) {
        this.secret = secret;
        this.context = context;
        this.last = seed;
    }

    /// The signature that all this began with or came to.
    public String last() {
        return last;
    }

    public String chunk(byte[] bytes) {
        return next("AWS4-HMAC-SHA256-PAYLOAD", EMPTY + "\n" + Hashes.hex(Hashes.sha256(bytes)));
    }

    /// @param lines `name:value\n` of each trailer field
    public String trailer(byte[] lines) {
        return next("AWS4-HMAC-SHA256-TRAILER", Hashes.hex(Hashes.sha256(lines)));
    }

    private String next(String kind, String rest) {
        String text = String.join("\n", kind, context, last, rest);
        last = Hashes.hex(Hashes.hmac(secret, Signer.ascii(text)));
        return last;
    }
}
