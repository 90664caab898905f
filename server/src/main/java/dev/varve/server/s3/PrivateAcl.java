package dev.varve.server.s3;

import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.Owners.Owner;
import dev.varve.server.s3.xml.XmlWriter;

/// The one access control list there is: the owner may do everything, nobody else anything.
final class PrivateAcl {
    private static final String GRANTEE =
            "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"CanonicalUser\"";

    private PrivateAcl() {}

    static HttpResponse of(Owner owner) {
        XmlWriter xml = XmlWriter.of("AccessControlPolicy");
        owner.write(xml, "Owner");
        xml.begin("AccessControlList").begin("Grant").begin("Grantee", GRANTEE);
        owner.write(xml);
        xml.end().text("Permission", "FULL_CONTROL");
        return HttpResponse.xml(200, xml.done());
    }
}
