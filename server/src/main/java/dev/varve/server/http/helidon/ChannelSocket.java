package dev.varve.server.http.helidon;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/// A plain socket. Helidon's own moves 8 KiB with each call and copies once more than is needed; this
/// one hands whole arrays to the kernel, which makes large bodies cheaper.
final class ChannelSocket implements HelidonSocket {
    /// A signed request without a body fits; an idle connection holds this much.
    private static final int MIN_READ = 4 << 10;

    private static final int MAX_READ = 128 << 10;
    private static final int MAX_WRITE = 256 << 10;

    private final SocketChannel channel;
    private final PeerInfo remote;
    private final PeerInfo local;
    private final OutputStream out = new Out();
    private int readSize = MIN_READ;

    ChannelSocket(SocketChannel channel, PeerInfo remote, PeerInfo local) {
        this.channel = channel;
        this.remote = remote;
        this.local = local;
    }

    /// Reads more at once while there is more to read.
    @Override
    @SuppressWarnings("NullAway") // Null is Helidon's word for the end.
    public byte[] get() {
        ByteBuffer buffer = ByteBuffer.allocate(readSize);
        try {
            int length = channel.read(buffer);
            if (length < 0) {
                return null;
            }
            if (length == readSize) {
                readSize = Math.min(readSize * 4, MAX_READ);
                return buffer.array();
            }
            if (length < readSize / 8) {
                readSize = Math.max(readSize / 4, MIN_READ);
            }
            return Arrays.copyOf(buffer.array(), length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void write(BufferData buffer) {
        buffer.writeTo(out);
    }

    @Override
    @SuppressWarnings("removal") // Must be there; Helidon's servers read through `get`.
    public int read(BufferData buffer) {
        byte[] bytes = get();
        if (bytes == null) {
            return -1;
        }
        buffer.write(bytes);
        return bytes.length;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void idle() {}

    @Override
    public boolean isConnected() {
        return channel.isOpen();
    }

    @Override
    public PeerInfo remotePeer() {
        return remote;
    }

    @Override
    public PeerInfo localPeer() {
        return local;
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public String socketId() {
        return "varve";
    }

    @Override
    public String childSocketId() {
        return remote.host() + ":" + remote.port();
    }

    private final class Out extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
            int end = offset + length;
            while (buffer.position() < end) {
                buffer.limit(Math.min(end, buffer.position() + MAX_WRITE));
                channel.write(buffer);
            }
        }
    }
}
