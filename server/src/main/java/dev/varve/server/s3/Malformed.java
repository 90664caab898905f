package dev.varve.server.s3;

import dev.varve.server.http.Failed;
import dev.varve.server.s3.xml.XmlInput;

/// Documents that are XML but not what the operation takes.
final class Malformed {
    private Malformed() {}

    /// @throws Failed `MalformedXML`
    static void unless(boolean right) {
        if (!right) {
            throw XmlInput.malformed();
        }
    }
}
