package dev.varve.server.surface;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;

/// Texts that become the value of a header.
public final class HeaderText {
    private HeaderText() {}

    /// JSON and links can say what no header can; given back as one it would be two.
    ///
    /// @param field where it was, for the message
    /// @throws Failed for what no header can hold, nothing, and too much
    public static void require(String field, String value, int longest) {
        boolean control = value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f);
        if (control || value.isBlank() || value.length() > longest) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT,
                    "'%s' must have 1 to %d characters, none of them a control character."
                            .formatted(field, longest));
        }
    }
}
