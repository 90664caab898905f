package dev.varve.tools.fuzz;

import java.util.List;

/// All kinds of nonsense that there are.
final class Families {
    private Families() {}

    static List<Family> all(Author author) {
        return List.of(
                new RequestLines(),
                new HeaderLines(),
                new HttpChunks(author),
                new SignedChunks(author),
                new XmlBodies(author),
                new Queries(author),
                new ObjectHeaders(author),
                new Presigned(author),
                new PostForms(author),
                new Http2Frames());
    }
}
