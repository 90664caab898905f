package dev.varve.tools.client;

/// When a request may be sent again after something went wrong.
public enum Repeat {
    /// It does no harm twice: reads, and what the API takes twice.
    ALWAYS,
    /// Only where it was certainly not done: nobody listened, or the server said "not now".
    IF_NOT_DONE,
    /// Its body can be read once only.
    NEVER
}
