package dev.varve.replication.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.BlobId;
import dev.varve.log.Bytes;
import dev.varve.log.ClusterId;
import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.codec.ByteWriter;
import dev.varve.log.codec.Frame;
import dev.varve.replication.ship.BrokenStream.Fault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MessageCodecTest {
    private static final Promise PROMISE =
            new Promise(new HybridTime(0x0123456789abcdefL), new Position(77));
    private static final BlobId BLOB =
            new BlobId(BlobId.Algorithm.HMAC_SHA_256, 300, new Hash256(1, 2, -3, 4));

    static Map<String, Message> samples() {
        Map<String, Message> all = new LinkedHashMap<>();
        ClusterId cluster = new ClusterId(new UUID(1, -2));
        Origin origin = new Origin(new NodeId(0xfedcba9876543210L), 3);
        all.put("hello", new Message.Hello(cluster, origin, 2, new Position(80), PROMISE));
        all.put("blob", new Message.BlobMessage(BLOB, Bytes.utf8("content")));
        all.put("frame", new Message.FrameMessage(Bytes.utf8("any bytes")));
        all.put("heartbeat", new Message.Heartbeat(PROMISE));
        all.put("trimmed", new Message.Trimmed(new Position(12)));
        for (Message.Why why : Message.Why.values()) {
            all.put("end-" + why.tag(), new Message.End(why));
        }
        return all;
    }

    private static List<Message> readAll(byte[] bytes) throws IOException {
        MessageReader reader = new MessageReader(new ByteArrayInputStream(bytes));
        List<Message> all = new ArrayList<>();
        for (Message next = reader.next(); next != null; next = reader.next()) {
            all.add(next);
        }
        assertThat(reader.bytes()).isEqualTo(bytes.length);
        return all;
    }

    @Test
    void givesBackWhatWasWritten() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MessageWriter writer = new MessageWriter(out);
        int bytes = 0;
        for (Message message : samples().values()) {
            bytes += writer.write(message);
        }
        assertThat(out.size()).isEqualTo(bytes);
        assertThat(readAll(out.toByteArray())).containsExactlyElementsOf(samples().values());
    }

    @Test
    void keepsTheBytesOfEachRelease() throws IOException {
        List<Path> missing = new ArrayList<>();
        for (Map.Entry<String, Message> sample : samples().entrySet()) {
            String name = "/golden/message/" + sample.getKey() + ".v1";
            byte[] bytes = bytes(sample.getValue());
            try (InputStream golden = MessageCodecTest.class.getResourceAsStream(name)) {
                if (golden == null) {
                    Path file = Path.of("src/test/resources" + name);
                    Files.createDirectories(file.resolveSibling("."));
                    Files.write(file, bytes);
                    missing.add(file);
                    continue;
                }
                byte[] expected = golden.readAllBytes();
                assertThat(bytes).isEqualTo(expected);
                assertThat(readAll(expected)).containsExactly(sample.getValue());
            }
        }
        assertThat(missing).as("no golden files yet: they were written").isEmpty();
    }

    private static Fault faultOf(byte[] bytes) {
        try {
            readAll(bytes);
        } catch (BrokenStream e) {
            return e.fault();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("was read");
    }

    @Test
    void noticesEveryFlippedBitAndEveryCut() {
        for (Message message : samples().values()) {
            byte[] bytes = bytes(message);
            for (int bit = 0; bit < bytes.length * 8; bit++) {
                byte[] flipped = bytes.clone();
                flipped[bit / 8] ^= (byte) (1 << (bit % 8));
                assertThat(faultOf(flipped)).isNotNull();
            }
            for (int length = 1; length < bytes.length; length++) {
                assertThat(faultOf(Arrays.copyOf(bytes, length))).isEqualTo(Fault.CUT);
            }
        }
    }

    @Test
    void takesNothingLargerThanItsLimit() {
        for (int type = 1; type <= MessageFormat.END; type++) {
            int limit = MessageFormat.limit(type);
            byte[] head = new ByteWriter().u8(type).i32(limit + 1).toArray();
            assertThat(faultOf(head)).isEqualTo(Fault.TOO_LARGE);
            byte[] within = new ByteWriter().u8(type).i32(limit).toArray();
            assertThat(faultOf(within)).isEqualTo(Fault.CUT);
        }
        assertThat(faultOf(new ByteWriter().u8(1).i32(-1).toArray())).isEqualTo(Fault.TOO_LARGE);
        assertThat(MessageFormat.limit(MessageFormat.FRAME)).isEqualTo(Frame.MAX_LENGTH);
        assertThatThrownBy(() -> new Message.BlobMessage(BLOB, Bytes.of(new byte[65_537])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Message.BlobMessage(BLOB, Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void passesOverWhatMayBeUnknownAndStopsAtWhatMayNot() throws IOException {
        byte[] later = bytes(200, new byte[] {1, 2, 3});
        byte[] end = bytes(new Message.End(Message.Why.CLOSING));
        byte[] both = new ByteWriter().raw(later).raw(end).toArray();
        assertThat(readAll(both)).containsExactly(new Message.End(Message.Why.CLOSING));
        assertThat(faultOf(bytes(77, new byte[0]))).isEqualTo(Fault.UNKNOWN);
        byte[] why = bytes(MessageFormat.END, new byte[] {99});
        assertThat(readAll(why)).containsExactly(new Message.End(Message.Why.TURN_OVER));
        byte[] hello = bytes(MessageFormat.HELLO, new byte[] {2});
        assertThat(faultOf(hello)).isEqualTo(Fault.UNKNOWN);
        byte[] longer = bytes(MessageFormat.TRIMMED, new byte[9]);
        assertThat(faultOf(longer)).isEqualTo(Fault.MALFORMED);
    }

    private static byte[] bytes(Message message) {
        return written(writer -> writer.write(message));
    }

    private static byte[] bytes(int type, byte[] body) {
        return written(writer -> writer.write(type, body));
    }

    private interface Writing {
        int with(MessageWriter writer) throws IOException;
    }

    private static byte[] written(Writing writing) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            assertThat(writing.with(new MessageWriter(out))).isEqualTo(out.size());
            return out.toByteArray();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
