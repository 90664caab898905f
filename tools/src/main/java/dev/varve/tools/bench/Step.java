package dev.varve.tools.bench;

import dev.varve.tools.s3.S3Answer;
import dev.varve.tools.s3.S3Connection;
import dev.varve.tools.s3.Wire;
import java.io.IOException;
import java.io.OutputStream;

/// What one connection does over and over.
@FunctionalInterface
interface Step {
    /// @return how many bytes of objects it moved
    long run(S3Connection connection) throws IOException;

    /// Sends a request and reads its answer away.
    static void exchange(S3Connection connection, Wire request) throws IOException {
        connection.send(request);
        S3Answer answer =
                connection.receive(request.hasBodylessAnswer(), OutputStream.nullOutputStream());
        if (!answer.isSuccess()) {
            throw new IOException("the load is refused: " + answer);
        }
    }
}
