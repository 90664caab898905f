package dev.varve.server.surface.form;

import java.io.IOException;

/// A body that is no form.
public final class FormException extends IOException {
    private static final long serialVersionUID = 1L;

    public FormException(String message) {
        super(message);
    }
}
