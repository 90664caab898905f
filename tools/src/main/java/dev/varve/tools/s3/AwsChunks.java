package dev.varve.tools.s3;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32C;

/// A body in aws-chunks.
public final class AwsChunks {
    /// The checksum that comes behind the chunks where there is a trailer.
    public static final String TRAILER = "x-amz-checksum-crc32c";

    private AwsChunks() {}

    static byte[] encode(byte[] body, int chunkSize, Payload payload, ChunkChain chain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 1024);
        for (int at = 0; at < body.length; at += chunkSize) {
            byte[] chunk = Arrays.copyOfRange(body, at, Math.min(body.length, at + chunkSize));
            out.writeBytes(header(chunk, payload, chain));
            out.writeBytes(chunk);
            out.writeBytes(Signer.ascii("\r\n"));
        }
        out.writeBytes(header(new byte[0], payload, chain));
        if (payload.hasTrailer()) {
            out.writeBytes(trailer(crc32c(body), payload, chain));
        }
        out.writeBytes(Signer.ascii("\r\n"));
        return out.toByteArray();
    }

    /// The line before a chunk.
    public static byte[] header(byte[] chunk, Payload payload, ChunkChain chain) {
        String size = Integer.toHexString(chunk.length);
        return Signer.ascii(
                payload.hasSignedChunks()
                        ? size + ";chunk-signature=" + chain.chunk(chunk) + "\r\n"
                        : size + "\r\n");
    }

    /// The lines behind the last chunk.
    public static byte[] trailer(String checksum, Payload payload, ChunkChain chain) {
        String line = TRAILER + ":" + checksum;
        return Signer.ascii(
                payload.hasSignedChunks()
                        ? "%s\r\nx-amz-trailer-signature:%s\r\n"
                                .formatted(line, chain.trailer(Signer.ascii(line + "\n")))
                        : line + "\r\n");
    }

    public static String crc32c(byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(body);
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
