package dev.varve.log.seal;

import dev.varve.log.Recorded;

/// An event in the form in which a journal keeps it, and the head once it is the newest one.
@SuppressWarnings("ArrayRecordComponent") // handed on to be written, never compared
public record SealedRecord(Recorded recorded, byte[] bytes, JournalHead head) {}
