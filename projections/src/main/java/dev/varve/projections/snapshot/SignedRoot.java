package dev.varve.projections.snapshot;

import dev.varve.log.Bytes;
import dev.varve.log.Hash256;
import dev.varve.log.Position;

/// A checkpoint of the journal: the chain up to just before `position`, signed.
public record SignedRoot(Position position, Hash256 root, int keyId, Bytes signature) {}
