package dev.varve.server.auth;

import static dev.varve.server.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.AccessRight;
import dev.varve.log.AccessSettings.Reach;
import dev.varve.server.auth.Access.Resource;
import dev.varve.server.http.ErrorCode;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AccessTest {
    private static final Set<Action> OF_NO_BUCKET =
            EnumSet.of(Action.LIST_BUCKETS, Action.WHO_AM_I, Action.CREATE_BUCKET);
    private static final Set<Action> OF_KEYS =
            EnumSet.of(
                    Action.LIST,
                    Action.READ_OBJECT,
                    Action.INSPECT_OBJECT,
                    Action.READ_VERSION,
                    Action.READ_HISTORY,
                    Action.MANAGE_LINKS,
                    Action.WRITE_OBJECT,
                    Action.DELETE_OBJECT,
                    Action.BYPASS_GOVERNANCE);
    private static final Set<Action> OF_STORE =
            EnumSet.of(
                    Action.MANAGE_WEBHOOKS,
                    Action.READ_JOURNAL,
                    Action.READ_TOTALS,
                    Action.READ_CONFIG,
                    Action.MANAGE_CLUSTER,
                    Action.MAINTAIN);
    private static final Principal ANN = principal(false, Optional.empty());

    private static Principal principal(boolean admin, Optional<String> scope) {
        return new Principal("ann", "Ann", admin, scope);
    }

    private static Principal limited(String scope) {
        return principal(false, Optional.of(scope));
    }

    private static Resource of(String owner, String bucket, String key) {
        return new Resource(bucket, key, Optional.of(owner));
    }

    private static Resource missing(String bucket) {
        return new Resource(bucket, "", Optional.empty());
    }

    private static void assertAllowed(Principal principal, Action action, Resource resource) {
        assertThat(Access.isAllowed(principal, action, resource)).as("%s", action).isTrue();
        Access.require(principal, action, resource);
    }

    private static void assertDenied(Principal principal, Action action, Resource resource) {
        assertThat(Access.isAllowed(principal, action, resource)).as("%s", action).isFalse();
        assertRefused(ErrorCode.ACCESS_DENIED, () -> Access.require(principal, action, resource));
    }

    @ParameterizedTest
    @EnumSource
    void ownersMayDoEverythingInTheirBuckets(Action action) {
        if (!OF_STORE.contains(action)) {
            assertAllowed(ANN, action, of("ann", "box", "k"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void othersMayDoNothingThere(Action action) {
        if (!OF_NO_BUCKET.contains(action)) {
            assertDenied(ANN, action, of("bob", "box", "k"));
            assertDenied(ANN, action, of("Ann", "box", "k"));
            assertDenied(ANN, action, of("", "box", "k"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void adminsMayDoEverythingEverywhere(Action action) {
        assertAllowed(principal(true, Optional.empty()), action, of("bob", "box", "k"));
    }

    @ParameterizedTest
    @EnumSource
    void nobodyMayDoAnythingWithoutAKey(Action action) {
        assertDenied(Principal.ANONYMOUS, action, of("bob", "box", "k"));
        assertDenied(Principal.ANONYMOUS, action, of("anonymous", "box", "k"));
        assertDenied(Principal.ANONYMOUS, action, missing("box"));
        assertDenied(Principal.ANONYMOUS, action, Resource.SERVICE);
    }

    @Test
    void nobodyBecomesSomebodyByAName() {
        Principal impostor = new Principal("anonymous", "Someone", true, Optional.empty());
        assertThat(impostor.isAnonymous()).isTrue();
        assertDenied(impostor, Action.READ_OBJECT, of("bob", "box", "k"));
    }

    @Test
    void everybodyWithAKeyMayListTheirBucketsAndAskForNewOnes() {
        assertAllowed(ANN, Action.LIST_BUCKETS, Resource.SERVICE);
        assertAllowed(ANN, Action.CREATE_BUCKET, missing("new"));
    }

    @Test
    void leavesItToTheStoreToSayThatABucketExists() {
        assertAllowed(ANN, Action.CREATE_BUCKET, of("bob", "taken", ""));
    }

    @ParameterizedTest
    @EnumSource
    void missingBucketsAllowNothing(Action action) {
        boolean ofBucket = !OF_NO_BUCKET.contains(action) && !OF_STORE.contains(action);
        if (ofBucket && action != Action.MANAGE_KEYS) {
            for (Principal each : new Principal[] {ANN, principal(true, Optional.empty())}) {
                assertThat(Access.isAllowed(each, action, missing("box"))).isFalse();
                assertRefused(
                        ErrorCode.NO_SUCH_BUCKET,
                        () -> Access.require(each, action, missing("box")));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void limitedKeysLearnNothingOfOtherBuckets(Action action) {
        boolean ofAnybody = action == Action.LIST_BUCKETS || action == Action.WHO_AM_I;
        if (!ofAnybody && action != Action.MANAGE_KEYS) {
            assertDenied(limited("box"), action, of("ann", "cox", ""));
            assertDenied(limited("box"), action, of("ann", "boxes", ""));
            assertDenied(limited("box/"), action, missing("cox"));
            assertDenied(principal(true, Optional.of("box")), action, of("bob", "cox", ""));
        }
    }

    @ParameterizedTest
    @EnumSource
    void keysLimitedToABucketMayDoAllInIt(Action action) {
        if (!OF_STORE.contains(action)) {
            assertAllowed(limited("box"), action, of("ann", "box", "k"));
            assertAllowed(limited("box/"), action, of("ann", "box", "k"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void limitsGiveNothing(Action action) {
        if (!OF_NO_BUCKET.contains(action)) {
            assertDenied(limited("box"), action, of("bob", "box", "k"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "p/, p/k, true",
        "p/, p/, true",
        "p/, p, false",
        "p/, '', false",
        "p/, pp/k, false",
        "p/, q/../p/k, false",
        "p/, /p/k, false",
        "p/, P/k, false",
        "p, pp, true",
        "p/q, p/q/r, true",
        "p/q, p/r, false"
    })
    void keysLimitedToAPrefixSeeOnlyWhatIsBelowIt(String prefix, String key, boolean allowed) {
        for (Action action : OF_KEYS) {
            if (allowed) {
                assertAllowed(limited("box/" + prefix), action, of("ann", "box", key));
            } else {
                assertDenied(limited("box/" + prefix), action, of("ann", "box", key));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE_BUCKET", "DELETE_BUCKET", "CHANGE_BUCKET", "READ_STATS"})
    void keysLimitedToAPrefixDoNotTouchTheBucket(Action action) {
        assertDenied(limited("box/p/"), action, of("ann", "box", ""));
        assertDenied(limited("box/p/"), action, of("ann", "box", "p/k"));
    }

    @Test
    void keysLimitedToAPrefixMayLookAtTheBucket() {
        assertAllowed(limited("box/p/"), Action.READ_BUCKET, of("ann", "box", ""));
    }

    private static Principal with(Role role) {
        return principal("ann", role.everywhere());
    }

    private static Principal principal(String id, Rights rights) {
        return new Principal(id, "", rights, Optional.empty(), Optional.empty());
    }

    @ParameterizedTest
    @EnumSource(
            names = {"MANAGE_WEBHOOKS", "READ_JOURNAL", "READ_TOTALS", "READ_CONFIG", "MAINTAIN"})
    void onlyOperatorsSeeAndKeepTheStore(Action action) {
        assertAllowed(principal(true, Optional.empty()), action, Resource.SERVICE);
        assertAllowed(with(Role.ADMIN), action, Resource.SERVICE);
        assertDenied(ANN, action, Resource.SERVICE);
        assertDenied(with(Role.EDITOR), action, Resource.SERVICE);
        assertDenied(principal(true, Optional.of("box")), action, Resource.SERVICE);
        assertDenied(principal("ann", Role.EDITOR.in(List.of("*"))), action, Resource.SERVICE);
        assertDenied(Principal.ANONYMOUS, action, Resource.SERVICE);
    }

    @Test
    void keysAreManagedByTheirUserAndByOperators() {
        assertAllowed(ANN, Action.MANAGE_KEYS, Resource.of("ann"));
        assertDenied(ANN, Action.MANAGE_KEYS, Resource.of("bob"));
        assertAllowed(with(Role.ADMIN), Action.MANAGE_KEYS, Resource.of("bob"));
        assertDenied(principal(true, Optional.of("box")), Action.MANAGE_KEYS, Resource.of("bob"));
        assertDenied(with(Role.EDITOR), Action.MANAGE_KEYS, Resource.of("ann"));
    }

    @ParameterizedTest
    @CsvSource({
        "READ_OBJECT, true, true, true, true",
        "INSPECT_OBJECT, true, true, true, true",
        "READ_VERSION, true, true, true, true",
        "READ_HISTORY, true, true, false, false",
        "LIST, true, true, true, true",
        "READ_STATS, true, true, true, true",
        "READ_BUCKET, true, true, true, true",
        "WRITE_OBJECT, true, true, true, false",
        "DELETE_OBJECT, true, true, false, false",
        "BYPASS_GOVERNANCE, true, false, false, false",
        "CHANGE_BUCKET, true, false, false, false",
        "READ_ADDRESSES, true, false, false, false",
        "CREATE_BUCKET, true, false, false, false",
        "DELETE_BUCKET, true, false, false, false"
    })
    void rolesAllowWhatTheirNamesSay(
            Action action, boolean admin, boolean editor, boolean uploader, boolean readonly) {
        Resource own = of("ann", "box", "k");
        assertThat(Access.isAllowed(with(Role.ADMIN), action, own)).isEqualTo(admin);
        assertThat(Access.isAllowed(with(Role.EDITOR), action, own)).isEqualTo(editor);
        assertThat(Access.isAllowed(with(Role.UPLOADER), action, own)).isEqualTo(uploader);
        assertThat(Access.isAllowed(with(Role.READONLY), action, own)).isEqualTo(readonly);
    }

    /// The past takes the right to it, and the right to the same of the present, for the same keys.
    @ParameterizedTest
    @CsvSource({
        "READ+READ_HISTORY, READ_OBJECT, true",
        "READ+READ_HISTORY, READ_VERSION, true",
        "READ+READ_HISTORY, INSPECT_OBJECT, true",
        "READ+READ_HISTORY, READ_BUCKET, true",
        "READ+READ_HISTORY, LIST, false",
        "LIST+READ_HISTORY, LIST, true",
        "LIST+READ_HISTORY, READ_OBJECT, false",
        "READ_HISTORY, READ_OBJECT, false",
        "READ_HISTORY, READ_BUCKET, false",
        "READ, READ_OBJECT, false",
        "READ, READ_BUCKET, false",
        "LIST, LIST, false",
        "WRITE+DELETE, READ_BUCKET, false",
        "READ+ADMIN, READ_OBJECT, true",
        "ADMIN, READ_OBJECT, false",
    })
    void thePastTakesARightOfItsOwn(String rights, Action action, boolean allowed) {
        Set<AccessRight> all =
                Pattern.compile("\\+")
                        .splitAsStream(rights)
                        .map(AccessRight::valueOf)
                        .collect(Collectors.toSet());
        Principal ann =
                principal("ann", new Rights(List.of(Rights.grant(all, "box/in/")), Reach.OWN));
        boolean ofBucket = action == Action.READ_BUCKET;
        Resource in = of("ann", "box", ofBucket ? "" : "in/k");
        assertThat(Access.isAllowed(ann, action, in.asItWas())).isEqualTo(allowed);
        assertDenied(ann, action, of("bob", "box", "in/k").asItWas());
        if (!ofBucket) {
            assertDenied(ann, action, of("ann", "box", "out/k").asItWas());
        }
        if (allowed) {
            assertAllowed(ann, action, in);
        }
    }

    @Test
    void readingAndThePastMayBeForDifferentKeys() {
        Rights rights =
                new Rights(
                        List.of(
                                Rights.grant(Set.of(AccessRight.READ), "box"),
                                Rights.grant(Set.of(AccessRight.READ_HISTORY), "box/in/")),
                        Reach.OWN);
        Principal ann = principal("ann", rights);
        assertAllowed(ann, Action.READ_OBJECT, of("ann", "box", "in/k").asItWas());
        assertAllowed(ann, Action.READ_OBJECT, of("ann", "box", "out/k"));
        assertDenied(ann, Action.READ_OBJECT, of("ann", "box", "out/k").asItWas());
    }

    @Test
    void rolesInNamedPlacesReachWhoeverOwnsThem() {
        Principal token = principal("jwt:1", Role.READONLY.in(List.of("box", "cox/in/")));
        assertAllowed(token, Action.READ_OBJECT, of("bob", "box", "k"));
        assertAllowed(token, Action.READ_OBJECT, of("bob", "cox", "in/k"));
        assertDenied(token, Action.READ_OBJECT, of("bob", "cox", "out/k"));
        assertDenied(token, Action.WRITE_OBJECT, of("bob", "box", "k"));
        assertDenied(token, Action.READ_OBJECT, of("bob", "dox", "k"));
    }

    @ParameterizedTest
    @EnumSource
    void publicBucketsGiveEverybodyTheirObjectsAndNothingElse(Action action) {
        Resource open = new Resource("box", "k", Optional.of("bob"), true);
        assertThat(Access.isAllowed(Principal.ANONYMOUS, action, open.asItWas())).isFalse();
        boolean allowed = action == Action.READ_OBJECT;
        assertThat(Access.isAllowed(Principal.ANONYMOUS, action, open)).isEqualTo(allowed);
        if (!OF_NO_BUCKET.contains(action)) {
            assertThat(Access.isAllowed(ANN, action, open)).isEqualTo(allowed);
        }
        Resource missing = new Resource("box", "k", Optional.empty(), true);
        assertThat(Access.isAllowed(Principal.ANONYMOUS, action, missing)).isFalse();
    }
}
