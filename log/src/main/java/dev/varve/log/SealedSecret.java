package dev.varve.log;

/// A secret that only who holds the data key can open.
///
/// @param dataKey id of the key in the keyring of who sealed it
public record SealedSecret(int dataKey, Bytes sealed) {}
