package dev.varve.tools.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// HTTP/2 with prior knowledge, then frames of any kind and content.
final class Http2Frames implements Family {
    static final String NAME = "HTTP/2 frames";
    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    @Override
    public Case next(Dice dice) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(dice.chance(95) ? PREFACE : dice.mutated(PREFACE));
        if (dice.chance(90)) {
            out.writeBytes(frame(4, 0, 0, new byte[0]));
        }
        for (int i = 0; i <= dice.below(6); i++) {
            byte[] payload = dice.bytes(dice.chance(90) ? dice.below(60) : dice.below(40_000));
            out.writeBytes(frame(dice.below(12), dice.below(64), dice.below(6), payload));
        }
        byte[] bytes = out.toByteArray();
        return Case.raw(NAME, dice.chance(50) ? bytes : dice.mutated(bytes));
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
        return frame.array();
    }
}
