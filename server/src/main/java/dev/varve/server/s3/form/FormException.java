package dev.varve.server.s3.form;

import java.io.IOException;

/// A body that is no form.
public final class FormException extends IOException {
    private static final long serialVersionUID = 1L;

    FormException(String message) {
        super(message);
    }
}
