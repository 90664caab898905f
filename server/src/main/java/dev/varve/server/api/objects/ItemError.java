package dev.varve.server.api.objects;

import dev.varve.server.api.Problem;
import dev.varve.server.http.Failed;

/// Why one of many was not done; as a problem has it.
public record ItemError(int status, String code, String detail) {
    static ItemError of(Failed failed) {
        return new ItemError(Problem.status(failed.code()), failed.code().code(), failed.text());
    }
}
