package dev.varve.replication.follow;

import dev.varve.replication.ship.Message;
import dev.varve.replication.ship.MessageReader;
import dev.varve.replication.ship.MessageWriter;
import dev.varve.replication.ship.Shipment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Carries messages as bytes, and loses, doubles, swaps, cuts and damages some.
final class FaultyChannel {
    private static final int MOST = 20;
    private final Random random;
    private double faults;

    /// @param faults how many of 1 deliveries have one
    FaultyChannel(Random random, double faults) {
        this.random = random;
        this.faults = faults;
    }

    void repair() {
        faults = 0;
    }

    /// One stream, from the first message to the last that is taken.
    void deliver(Shipment shipment, Following to) throws InterruptedException, IOException {
        byte[] bytes = bytes(messages(shipment));
        MessageReader reader = new MessageReader(new ByteArrayInputStream(bytes));
        try {
            for (Message next = reader.next(); next != null; next = reader.next()) {
                if (!to.take(next, random.nextBoolean())) {
                    break;
                }
            }
            to.ended();
        } catch (IOException e) {
            to.failed(e);
        }
    }

    private List<Message> messages(Shipment shipment) throws InterruptedException {
        List<Message> messages = new ArrayList<>();
        Message next;
        do {
            next = shipment.next(Duration.ZERO);
            messages.add(next);
        } while (!isLast(next) && (messages.size() < MOST || next instanceof Message.BlobMessage));
        if (random.nextDouble() < faults) {
            spoil(messages);
        }
        return messages;
    }

    /// A stream ends behind a frame, never between one and the blobs before it.
    private static boolean isLast(Message message) {
        return message instanceof Message.Heartbeat
                || message instanceof Message.End
                || message instanceof Message.Trimmed;
    }

    private void spoil(List<Message> messages) {
        int at = random.nextInt(messages.size());
        switch (random.nextInt(3)) {
            case 0 -> messages.remove(at);
            case 1 -> messages.add(random.nextInt(messages.size()), messages.get(at));
            default -> Collections.swap(messages, at, random.nextInt(messages.size()));
        }
    }

    private byte[] bytes(List<Message> messages) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MessageWriter writer = new MessageWriter(out);
        for (Message message : messages) {
            writer.write(message);
        }
        byte[] bytes = out.toByteArray();
        if (random.nextDouble() < faults && bytes.length > 0) {
            int at = random.nextInt(bytes.length);
            if (random.nextBoolean()) {
                return Arrays.copyOf(bytes, at);
            }
            bytes[at] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }
}
