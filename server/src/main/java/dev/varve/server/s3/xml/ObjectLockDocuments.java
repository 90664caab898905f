package dev.varve.server.s3.xml;

import dev.varve.server.s3.xml.XmlInput.Element;
import java.util.Optional;

/// The `Retention` and `LegalHold` documents of one version.
public final class ObjectLockDocuments {
    private ObjectLockDocuments() {}

    /// Texts as sent: the mode and until when.
    public record Retention(String mode, String until) {}

    /// Empty for the document that lifts it.
    ///
    /// @throws dev.varve.server.http.Failed `MalformedXML`
    public static Optional<Retention> retention(Element root) {
        Optional<String> mode = root.text("Mode");
        Optional<String> until = root.text("RetainUntilDate");
        if (!root.name().equals("Retention") || mode.isPresent() != until.isPresent()) {
            throw XmlInput.malformed();
        }
        return mode.flatMap(text -> until.map(date -> new Retention(text, date)));
    }

    /// @throws dev.varve.server.http.Failed `MalformedXML`
    public static boolean isOn(Element root) {
        String status = root.text("Status").orElseThrow(XmlInput::malformed);
        if (!root.name().equals("LegalHold") || !(status.equals("ON") || status.equals("OFF"))) {
            throw XmlInput.malformed();
        }
        return status.equals("ON");
    }

    public static String retention(String mode, String until) {
        return XmlWriter.of("Retention").text("Mode", mode).text("RetainUntilDate", until).done();
    }

    public static String legalHold(boolean on) {
        return XmlWriter.of("LegalHold").text("Status", on ? "ON" : "OFF").done();
    }
}
