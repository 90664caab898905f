package dev.varve.tools.fuzz;

import dev.varve.tools.s3.AwsChunks;
import dev.varve.tools.s3.ChunkChain;
import dev.varve.tools.s3.Payload;
import dev.varve.tools.s3.S3Request;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// aws-chunked bodies, most of whose signatures are right and whose framing is not.
final class SignedChunks implements Family {
    private static final String NAME = "aws-chunks";
    private static final byte[] NOTHING = {};
    private final Author author;

    SignedChunks(Author author) {
        this.author = author;
    }

    @Override
    public Case next(Dice dice) {
        Payload payload =
                dice.pick(
                        Payload.SIGNED_CHUNKS,
                        Payload.SIGNED_CHUNKS_AND_TRAILER,
                        Payload.CHUNKS_AND_TRAILER);
        byte[] data = dice.bytes(dice.size());
        return author.begin(
                dice,
                payload,
                bucket -> request(dice, bucket).body(data),
                signing ->
                        Case.framed(
                                NAME, signing.wire(body(dice, data, payload, signing.chain()))));
    }

    private static S3Request request(Dice dice, String bucket) {
        S3Request request = S3Request.object("PUT", bucket, "aws-chunked");
        if (dice.chance(10)) {
            request.header("x-amz-decoded-content-length", dice.number());
        }
        if (dice.chance(10)) {
            request.header("x-amz-trailer", dice.plain());
        }
        if (dice.chance(10)) {
            request.header("content-encoding", dice.plain());
        }
        return request;
    }

    private static byte[] body(Dice dice, byte[] data, Payload payload, ChunkChain chain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int flaw = dice.below(12);
        if (flaw == 0) {
            return dice.bytes(dice.below(3000));
        }
        byte[] header = AwsChunks.header(data, payload, chain);
        if (data.length > 0) {
            out.writeBytes(flaw == 1 ? header(dice, data.length) : header);
            out.writeBytes(flaw == 2 ? dice.mutated(data) : data);
            out.writeBytes(ascii(flaw == 3 ? dice.pick("", "\n", "\r", "xx") : "\r\n"));
        }
        if (flaw == 4) {
            out.writeBytes(AwsChunks.header(dice.bytes(5), payload, chain));
        }
        if (flaw != 5) {
            out.writeBytes(AwsChunks.header(NOTHING, payload, chain));
        }
        if (payload.hasTrailer() && flaw != 6) {
            String checksum = flaw == 7 ? dice.plain() : AwsChunks.crc32c(data);
            out.writeBytes(AwsChunks.trailer(checksum, payload, chain));
        }
        if (flaw == 8) {
            out.writeBytes(ascii("x-more: " + dice.word() + "\r\n"));
        }
        out.writeBytes(ascii(flaw == 9 ? dice.word() : "\r\n"));
        return flaw == 10 ? dice.mutated(out.toByteArray()) : out.toByteArray();
    }

    private static byte[] header(Dice dice, int length) {
        String size =
                dice.pick(
                        Integer.toHexString(length + 1),
                        Integer.toHexString(Math.max(0, length - 1)),
                        "ffffffffffffffff",
                        "7fffffff",
                        "-1",
                        "",
                        "z",
                        "0".repeat(dice.below(9000)) + "1");
        String signature =
                dice.pick(
                        "",
                        ";chunk-signature=",
                        ";chunk-signature=" + "0".repeat(64),
                        ";chunk-signature=" + "g".repeat(dice.below(9000)),
                        ";x=y",
                        ";");
        return ascii(size + signature + "\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
