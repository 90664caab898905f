package dev.varve.server.s3;

import dev.varve.server.auth.User;
import dev.varve.server.auth.Users;
import dev.varve.server.s3.xml.XmlWriter;

/// Owners as documents show them. All objects of a bucket belong to its owner.
record Owners(Users users) {
    record Owner(String id, String displayName) {
        void write(XmlWriter xml, String element) {
            xml.begin(element);
            write(xml);
            xml.end();
        }

        void write(XmlWriter xml) {
            xml.text("ID", id).text("DisplayName", displayName);
        }
    }

    /// A user that is configured no longer has its id for a name.
    Owner of(String id) {
        return new Owner(
                id,
                users.byId(id).map(User::displayName).filter(name -> !name.isEmpty()).orElse(id));
    }

    Owner ofBucket(Call call) {
        return of(BucketOf.require(call).owner());
    }
}
