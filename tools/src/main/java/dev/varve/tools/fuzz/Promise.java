package dev.varve.tools.fuzz;

/// What a server promises, whatever it is sent.
public enum Promise {
    /// No status of 500 or above, but 501 for what it has not, 503 for what it cannot take now, and
    /// 505 for a version of HTTP that it does not speak.
    NO_SERVER_ERROR,
    /// It answers or closes the connection within a bound.
    NO_HANG,
    /// Whatever it sends is HTTP.
    ANSWERS_ARE_HTTP,
    /// It stays up, within its memory.
    STAYS_UP_IN_ITS_MEMORY,
    /// Objects that no accepted request named are as they were, and so is their listing.
    OBJECTS_STAY_AS_THEY_WERE,
    /// Every object that it lists can be read, and is what its entity tag says.
    LISTED_IS_READABLE,
    /// What follows a whole request on its connection is answered right, and so is what comes on a
    /// new connection.
    NO_DESYNC,
    /// No answer shows a file of the machine.
    NO_FILE_LEAKS
}
