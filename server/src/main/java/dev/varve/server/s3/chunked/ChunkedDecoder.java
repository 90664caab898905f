package dev.varve.server.s3.chunked;

import dev.varve.server.auth.ChunkSigner;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Decodes an aws-chunked body as it is read.
///
/// The last bytes of a chunk are handed on only when its signature holds and the line behind it is
/// read, and the last bytes of a body only when all of it is right: who reads as many bytes as were
/// declared has read a body that was checked, even without asking for the end. A read that fails
/// throws [dev.varve.server.http.Failed], and so does every read after it.
public final class ChunkedDecoder extends ChunkedInput {
    private final ChunkSource source;
    private final long declared;
    private final @Nullable ChunkSigner signer;
    private final boolean trailer;
    private final MessageDigest sha256 = sha256();

    private State state = State.BEFORE;
    private ChunkHeader chunk = new ChunkHeader(0, "");
    private long left;
    private long announced;
    private Map<String, String> trailers = Map.of();

    private enum State {
        BEFORE,
        IN_CHUNK,
        ENDED,
        BROKEN
    }

    /// @param declared length of the bytes in the chunks, -1 when unknown
    /// @param signer null when chunks are not signed
    /// @param trailer whether lines follow the last chunk
    public ChunkedDecoder(
            InputStream raw, long declared, @Nullable ChunkSigner signer, boolean trailer) {
        this.source = new ChunkSource(raw);
        this.declared = declared;
        this.signer = signer;
        this.trailer = trailer;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public Map<String, String> trailers() {
        if (state != State.ENDED) {
            throw new IllegalStateException("the body was not read to its end");
        }
        return Collections.unmodifiableMap(trailers);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        State before = state;
        state = State.BROKEN; // unless this read comes to its end
        int read =
                switch (before) {
                    case BEFORE -> nextChunk() ? data(target, offset, length) : -1;
                    case IN_CHUNK -> data(target, offset, length);
                    case ENDED -> -1;
                    case BROKEN -> throw Malformed.incomplete("The body was refused already");
                };
        state = left > 0 ? State.IN_CHUNK : State.ENDED;
        return read;
    }

    private int data(byte[] target, int offset, int length) throws IOException {
        int read = source.read(target, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw Malformed.incomplete("The body ends inside a chunk");
        }
        left -= read;
        if (signer != null) {
            sha256.update(target, offset, read);
        }
        if (left == 0) {
            endChunk();
            nextChunk();
        }
        return read;
    }

    /// False when the chunk was the last one, and all behind it is right too.
    private boolean nextChunk() throws IOException {
        String line = source.line(ChunkHeader.longest());
        if (line == null) {
            throw Malformed.incomplete("The body ends without a last chunk");
        }
        chunk = ChunkHeader.parse(line);
        if (chunk.size() > (declared < 0 ? Long.MAX_VALUE : declared) - announced) {
            throw Malformed.incomplete("The body is longer than x-amz-decoded-content-length says");
        }
        announced += chunk.size();
        left = chunk.size();
        if (left == 0) {
            endBody();
        }
        return left > 0;
    }

    private void endChunk() throws IOException {
        requireSignature();
        requireBlankLine();
    }

    private void requireSignature() {
        if (signer != null && !signer.acceptsChunk(chunk.signature(), sha256.digest())) {
            throw Malformed.signature("a chunk");
        }
    }

    private void requireBlankLine() throws IOException {
        String line = source.line(1);
        if (line == null) {
            throw Malformed.incomplete("The body ends behind a chunk");
        }
        if (!line.equals("\r")) {
            throw Malformed.framing("a chunk is longer than its size");
        }
    }

    private void endBody() throws IOException {
        requireSignature();
        if (declared >= 0 && announced != declared) {
            throw Malformed.incomplete(
                    "The body has %d bytes of the %d that x-amz-decoded-content-length says"
                            .formatted(announced, declared));
        }
        if (trailer) {
            trailers = Trailers.read(source, signer, sha256);
        } else if (source.hasMore()) {
            requireBlankLine();
        }
        if (source.hasMore()) {
            throw Malformed.framing("something follows the last chunk");
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
