package dev.varve.tools.s3;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A request as it is sent.
public final class Wire {
    private final byte[] head;
    private final byte[] body;
    private final boolean bodylessAnswer;

    /// @param bodylessAnswer whether the answer has no body, whatever its headers say: HEAD
    Wire(byte[] head, byte[] body, boolean bodylessAnswer) {
        this.head = head;
        this.body = body;
        this.bodylessAnswer = bodylessAnswer;
    }

    /// A request that nobody signs.
    public static Wire unsigned(S3Request request, String host) {
        List<Field> headers = new ArrayList<>(request.headers());
        headers.addFirst(new Field("host", host));
        return new Signing(request, headers, Payload.UNSIGNED, ChunkChain.NONE).whole();
    }

    byte[] head() {
        return head;
    }

    byte[] body() {
        return body;
    }

    public boolean hasBodylessAnswer() {
        return bodylessAnswer;
    }

    public byte[] bytes() {
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }
}
