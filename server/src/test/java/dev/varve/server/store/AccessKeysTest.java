package dev.varve.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.AccessGrant;
import dev.varve.log.AccessKeyId;
import dev.varve.log.AccessRight;
import dev.varve.log.AccessSettings;
import dev.varve.log.AccessSettings.Reach;
import dev.varve.log.Actor;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.JournalCursor;
import dev.varve.log.Provenance;
import dev.varve.log.Recorded;
import dev.varve.log.SealedSecret;
import dev.varve.log.StoreException;
import dev.varve.log.disk.LocalDisk;
import dev.varve.projections.objects.AccessKey;
import dev.varve.server.store.AccessKeys.Authority;
import dev.varve.server.store.AccessKeys.Created;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.VarveConfig.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessKeysTest {
    private static final Provenance ROOT =
            new Provenance(new Actor("root"), Provenance.Surface.API, "192.0.2.1", "REQ");

    @TempDir private Path data;
    private final SettableClock clock = new SettableClock();
    private Varve varve;

    @BeforeEach
    void open() {
        varve = Varve.open(config());
    }

    @AfterEach
    void close() {
        varve.close();
    }

    private VarveConfig config() {
        return VarveConfig.at(data)
                .space(0, 0)
                .limits(Limits.DEFAULT.withAccessKeys(4))
                .surroundings(new Surroundings(new LocalDisk(), clock));
    }

    private void reopen() {
        varve.close();
        varve = Varve.open(config());
    }

    private AccessKeys keys() {
        return varve.accessKeys(ROOT);
    }

    private static AccessSettings settings(@Nullable Instant expires) {
        AccessGrant grant = new AccessGrant(EnumSet.of(AccessRight.READ), "photos", "in/");
        return new AccessSettings("of a test", List.of(grant), Reach.OWN, expires);
    }

    private Created create() {
        AccessSettings settings = settings(Instant.parse("2030-01-01T00:00:00Z"));
        return keys().create("ann", settings, Authority.OUTSIDE).orThrow();
    }

    private static Reason reason(Outcome<?> outcome) {
        return ((Outcome.Refused<?>) outcome).refusal().reason();
    }

    @Test
    void tellsTheSecretOnceAndOpensItForWhoChecksSignatures() {
        Created made = create();
        AccessKey found = keys().find(made.key().id()).orElseThrow();
        assertThat(found).isEqualTo(made.key());
        assertThat(found.user()).isEqualTo("ann");
        assertThat(found.creator()).isEqualTo("root");
        assertThat(found.created()).isEqualTo(SettableClock.START);
        assertThat(made.secret()).hasSize(40);
        assertThat(keys().secretOf(found)).isEqualTo(made.secret());
        assertThat(create().secret()).isNotEqualTo(made.secret());
        assertThat(made.toString() + found).doesNotContain(made.secret());
    }

    @Test
    void keysSurviveTheLossOfTheView() {
        Created made = create();
        varve.close();
        delete(data.resolve("view"));
        varve = Varve.open(config());
        AccessKey found = keys().find(made.key().id()).orElseThrow();
        assertThat(found).isEqualTo(made.key());
        assertThat(keys().secretOf(found)).isEqualTo(made.secret());
    }

    @Test
    void secretsAreInNoFile() throws IOException {
        String secret = create().secret();
        reopen();
        assertThat(keys().list("", 10, key -> true)).hasSize(1);
        varve.close();
        byte[] wanted = secret.getBytes(StandardCharsets.UTF_8);
        for (Path file : files(data)) {
            assertThat(indexOf(Files.readAllBytes(file), wanted)).as(file.toString()).isNegative();
        }
        assertThat(files(data)).anyMatch(file -> file.toString().endsWith(".cq4"));
        varve = Varve.open(config());
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int indexOf(byte[] all, byte[] wanted) {
        for (int at = 0; at <= all.length - wanted.length; at++) {
            int same = 0;
            while (same < wanted.length && all[at + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return at;
            }
        }
        return -1;
    }

    private static void delete(Path directory) {
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path each : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void revokedKeysAreGone() {
        AccessKeyId id = create().key().id();
        keys().revoke(id).orThrow();
        assertThat(keys().find(id)).isEmpty();
        assertThat(reason(keys().revoke(id))).isEqualTo(Reason.NO_SUCH_ACCESS_KEY);
        assertThat(reason(keys().get(id))).isEqualTo(Reason.NO_SUCH_ACCESS_KEY);
    }

    @Test
    void whoDidItIsRecorded() {
        AccessKeyId id = create().key().id();
        assertThat(newest().event()).isInstanceOf(Event.AccessKeyCreated.class);
        assertThat(newest().envelope().provenance()).isEqualTo(ROOT);
        keys().revoke(id).orThrow();
        assertThat(newest().event()).isEqualTo(new Event.AccessKeyRevoked(id));
        assertThat(newest().envelope().provenance()).isEqualTo(ROOT);
    }

    private Recorded newest() {
        try (JournalCursor cursor = varve.journal().read(varve.position())) {
            return Objects.requireNonNull(cursor.next());
        }
    }

    @Test
    void limitsHowManyThereAre() {
        for (int i = 0; i < 4; i++) {
            create();
        }
        Outcome<Created> fifth = keys().create("ann", settings(null), Authority.OUTSIDE);
        assertThat(reason(fifth)).isEqualTo(Reason.TOO_MANY_ACCESS_KEYS);
        keys().revoke(keys().list("", 1, key -> true).getFirst().id()).orThrow();
        create();
    }

    @Test
    void changesOnlyWhatNobodyElseChanged() {
        AccessKey seen = create().key();
        AccessKey changed = keys().change(seen, settings(null), Authority.OUTSIDE).orThrow();
        assertThat(changed).isEqualTo(seen.with(settings(null)));
        assertThat(keys().find(seen.id())).contains(changed);
        assertThat(reason(keys().change(seen, settings(Instant.EPOCH), Authority.OUTSIDE)))
                .isEqualTo(Reason.CONFLICT);
        long before = varve.position().value();
        keys().change(changed, settings(null), Authority.OUTSIDE).orThrow();
        assertThat(varve.position().value()).isEqualTo(before);
    }

    @Test
    void keysGiveNoRightsOnceTheyAreRevokedChangedOrExpired() {
        AccessKey revoked = create().key();
        keys().revoke(revoked.id()).orThrow();
        AccessKey changed = create().key();
        keys().change(changed, settings(null), Authority.OUTSIDE).orThrow();
        AccessKey expired = create().key();
        assertThat(keys().create("ann", settings(null), new Authority.ByKey(expired)).isDone())
                .isTrue();
        clock.set(Instant.parse("2030-01-01T00:00:00Z"));
        for (AccessKey each : List.of(revoked, changed, expired)) {
            Authority by = new Authority.ByKey(each);
            assertThat(reason(keys().create("ann", settings(null), by))).isEqualTo(Reason.CONFLICT);
            assertThat(reason(keys().change(changed.with(settings(null)), settings(null), by)))
                    .isEqualTo(Reason.CONFLICT);
        }
    }

    @Test
    void listsThoseThatAreWantedPageByPage() {
        for (String user : List.of("ann", "bob", "ann", "bob")) {
            keys().create(user, settings(null), Authority.OUTSIDE).orThrow();
        }
        List<AccessKey> all = keys().list("", 10, key -> key.user().equals("bob"));
        assertThat(all).hasSize(2).isSortedAccordingTo(Comparator.comparing(k -> k.id().value()));
        assertThat(keys().list("", 1, key -> key.user().equals("bob")))
                .isEqualTo(all.subList(0, 1));
        assertThat(keys().list(all.getFirst().id().value(), 9, key -> key.user().equals("bob")))
                .isEqualTo(all.subList(1, 2));
    }

    @Test
    void remembersWhenKeysWereUsedOverRestarts() {
        AccessKeyId used = create().key().id();
        AccessKeyId unused = create().key().id();
        long position = varve.position().value();
        clock.advance(Duration.ofHours(1));
        keys().used(used);
        assertThat(varve.position().value()).isEqualTo(position);
        Instant when = SettableClock.START.plus(Duration.ofHours(1));
        assertThat(keys().lastUsed(used)).contains(when);
        reopen();
        assertThat(keys().lastUsed(used)).contains(when);
        assertThat(keys().lastUsed(unused)).isEmpty();
        keys().revoke(used).orThrow();
        keys().used(unused);
        reopen();
        assertThat(keys().lastUsed(used)).isEmpty();
        assertThat(keys().lastUsed(unused)).isPresent();
    }

    @Test
    void opensNoSecretThatWasSealedForAnotherKeyOrTamperedWith() {
        AccessKey one = create().key();
        AccessKey two = create().key();
        byte[] flipped = one.secret().sealed().toArray();
        flipped[flipped.length - 1] ^= 1;
        for (SealedSecret secret :
                List.of(
                        two.secret(),
                        new SealedSecret(one.secret().dataKey(), Bytes.of(flipped)),
                        new SealedSecret(one.secret().dataKey(), Bytes.EMPTY),
                        new SealedSecret(1, one.secret().sealed()))) {
            AccessKey other =
                    new AccessKey(
                            one.id(),
                            one.user(),
                            one.settings(),
                            secret,
                            one.created(),
                            one.creator());
            assertThatThrownBy(() -> keys().secretOf(other))
                    .isInstanceOf(StoreException.Failed.class);
        }
    }
}
