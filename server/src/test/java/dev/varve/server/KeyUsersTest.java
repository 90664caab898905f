package dev.varve.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.AccessGrant;
import dev.varve.log.AccessKeyId;
import dev.varve.log.AccessSettings;
import dev.varve.log.AccessSettings.Reach;
import dev.varve.log.Provenance;
import dev.varve.server.auth.Principal;
import dev.varve.server.auth.Rights;
import dev.varve.server.auth.StaticUsers;
import dev.varve.server.auth.User;
import dev.varve.server.store.AccessKeys;
import dev.varve.server.store.AccessKeys.Authority;
import dev.varve.server.store.AccessKeys.Created;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyUsersTest {
    private static final User ANN =
            new User("VKAAAAAAAAAAAAAAAAAA", "s3cr3t", "ann", "Ann", "", false, Optional.empty());
    private static final Instant END = Instant.parse("2031-01-01T00:00:00Z");

    @TempDir private Path directory;
    private Varve varve;
    private KeyUsers users;

    @BeforeEach
    void open() {
        varve = Varve.open(VarveConfig.at(directory).space(0, 0));
        users = new KeyUsers(new StaticUsers(List.of(ANN)), keys());
    }

    @AfterEach
    void close() {
        varve.close();
    }

    private AccessKeys keys() {
        return varve.accessKeys(Provenance.SYSTEM);
    }

    private Created create(String user) {
        AccessSettings settings =
                new AccessSettings("", List.of(AccessGrant.EVERYTHING), Reach.OWN, END);
        return keys().create(user, settings, Authority.OUTSIDE).orThrow();
    }

    @Test
    void findsKeysOfTheStoreBesideThoseOfTheConfiguration() {
        Created made = create("zoe");
        User zoe = users.byAccessKey(made.key().id().value()).orElseThrow();
        assertThat(zoe)
                .isEqualTo(
                        new User(
                                made.key().id().value(),
                                made.secret(),
                                "zoe",
                                "zoe",
                                "",
                                new Rights(List.of(AccessGrant.EVERYTHING), Reach.OWN),
                                Optional.of(END),
                                true));
        assertThat(zoe.toString()).doesNotContain(made.secret());
        assertThat(users.byAccessKey(ANN.accessKey())).contains(ANN);
        assertThat(users.byAccessKey("VKBBBBBBBBBBBBBBBBBB")).isEmpty();
        assertThat(users.byAccessKey("no id at all")).isEmpty();
    }

    @Test
    void namesFurtherKeysOfConfiguredUsersAsThem() {
        User more = users.byAccessKey(create("ann").key().id().value()).orElseThrow();
        assertThat(more.displayName()).isEqualTo("Ann");
        assertThat(users.byId("ann")).contains(ANN);
        assertThat(users.byId("zoe")).isEmpty();
    }

    @Test
    void forgetsRevokedKeysAtOnce() {
        AccessKeyId id = create("zoe").key().id();
        assertThat(users.byAccessKey(id.value())).isPresent();
        keys().revoke(id).orThrow();
        assertThat(users.byAccessKey(id.value())).isEmpty();
    }

    @Test
    void notesUsesOfKeysThatWereMade() {
        AccessKeyId id = create("zoe").key().id();
        users.used(Principal.of(ANN));
        users.used(Principal.ANONYMOUS);
        assertThat(keys().lastUsed(id)).isEmpty();
        users.used(Principal.of(users.byAccessKey(id.value()).orElseThrow()));
        assertThat(keys().lastUsed(id)).isPresent();
        assertThat(keys().lastUsed(new AccessKeyId(ANN.accessKey()))).isEmpty();
    }
}
