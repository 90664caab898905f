package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.auth.User;
import dev.varve.server.auth.Users;
import dev.varve.server.s3.Owners.Owner;
import dev.varve.server.s3.xml.XmlWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnersTest {
    @Test
    void namesUsersThatAreConfigured() {
        assertThat(new Owners(only("a", "Ann")).of("a")).isEqualTo(new Owner("a", "Ann"));
        assertThat(new Owners(only("a", "")).of("a")).isEqualTo(new Owner("a", "a"));
        assertThat(new Owners(new NoUsers()).of("gone")).isEqualTo(new Owner("gone", "gone"));
    }

    @Test
    void writesIdAndName() {
        XmlWriter xml = XmlWriter.plain("R");
        new Owner("a", "Ann & Co").write(xml, "Initiator");
        assertThat(xml.done())
                .endsWith(
                        "<R><Initiator><ID>a</ID><DisplayName>Ann &amp; Co</DisplayName>"
                                + "</Initiator></R>");
    }

    private static Users only(String id, String name) {
        return new Users() {
            @Override
            public Optional<User> byAccessKey(String accessKey) {
                return Optional.empty();
            }

            @Override
            public Optional<User> byId(String wanted) {
                User user = new User("key", "secret", id, name, "", false, Optional.empty());
                return Optional.of(user).filter(it -> it.id().equals(wanted));
            }
        };
    }
}
