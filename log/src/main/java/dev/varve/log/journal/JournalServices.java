package dev.varve.log.journal;

import dev.varve.log.Disk;
import dev.varve.log.seal.CheckpointSigner;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What a journal needs of the world. `random` makes the nonces that hide payloads behind their
/// commitments: a secure one, except in tests. `software` is what [dev.varve.log.Event.Started]
/// says of the writer.
public record JournalServices(
        Disk disk,
        InstantSource clock,
        RandomGenerator random,
        CheckpointSigner signer,
        String software) {}
