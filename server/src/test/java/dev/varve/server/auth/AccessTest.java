package dev.varve.server.auth;

import static dev.varve.server.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.auth.Access.Resource;
import dev.varve.server.http.ErrorCode;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AccessTest {
    private static final Set<Action> OF_NO_BUCKET =
            EnumSet.of(Action.LIST_BUCKETS, Action.CREATE_BUCKET);
    private static final Set<Action> OF_KEYS =
            EnumSet.of(
                    Action.LIST,
                    Action.READ_OBJECT,
                    Action.WRITE_OBJECT,
                    Action.DELETE_OBJECT,
                    Action.BYPASS_GOVERNANCE);
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
        assertAllowed(ANN, action, of("ann", "b", "k"));
    }

    @ParameterizedTest
    @EnumSource
    void othersMayDoNothingThere(Action action) {
        if (!OF_NO_BUCKET.contains(action)) {
            assertDenied(ANN, action, of("bob", "b", "k"));
            assertDenied(ANN, action, of("Ann", "b", "k"));
            assertDenied(ANN, action, of("", "b", "k"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void adminsMayDoEverythingEverywhere(Action action) {
        assertAllowed(principal(true, Optional.empty()), action, of("bob", "b", "k"));
    }

    @ParameterizedTest
    @EnumSource
    void nobodyMayDoAnythingWithoutAKey(Action action) {
        assertDenied(Principal.ANONYMOUS, action, of("bob", "b", "k"));
        assertDenied(Principal.ANONYMOUS, action, of("anonymous", "b", "k"));
        assertDenied(Principal.ANONYMOUS, action, missing("b"));
        assertDenied(Principal.ANONYMOUS, action, Resource.SERVICE);
    }

    @Test
    void nobodyBecomesSomebodyByAName() {
        Principal impostor = new Principal("anonymous", "Someone", true, Optional.empty());
        assertThat(impostor.isAnonymous()).isTrue();
        assertDenied(impostor, Action.READ_OBJECT, of("bob", "b", "k"));
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
        if (!OF_NO_BUCKET.contains(action)) {
            for (Principal each : new Principal[] {ANN, principal(true, Optional.empty())}) {
                assertThat(Access.isAllowed(each, action, missing("b"))).isFalse();
                assertRefused(
                        ErrorCode.NO_SUCH_BUCKET, () -> Access.require(each, action, missing("b")));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void limitedKeysLearnNothingOfOtherBuckets(Action action) {
        if (action != Action.LIST_BUCKETS) {
            assertDenied(limited("b"), action, of("ann", "c", ""));
            assertDenied(limited("b"), action, of("ann", "bb", ""));
            assertDenied(limited("b/"), action, missing("c"));
            assertDenied(principal(true, Optional.of("b")), action, of("bob", "c", ""));
        }
    }

    @ParameterizedTest
    @EnumSource
    void keysLimitedToABucketMayDoAllInIt(Action action) {
        assertAllowed(limited("b"), action, of("ann", "b", "k"));
        assertAllowed(limited("b/"), action, of("ann", "b", "k"));
    }

    @ParameterizedTest
    @EnumSource
    void limitsGiveNothing(Action action) {
        if (!OF_NO_BUCKET.contains(action)) {
            assertDenied(limited("b"), action, of("bob", "b", "k"));
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
                assertAllowed(limited("b/" + prefix), action, of("ann", "b", key));
            } else {
                assertDenied(limited("b/" + prefix), action, of("ann", "b", key));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE_BUCKET", "DELETE_BUCKET", "CHANGE_BUCKET"})
    void keysLimitedToAPrefixDoNotTouchTheBucket(Action action) {
        assertDenied(limited("b/p/"), action, of("ann", "b", ""));
        assertDenied(limited("b/p/"), action, of("ann", "b", "p/k"));
    }

    @Test
    void keysLimitedToAPrefixMayLookAtTheBucket() {
        assertAllowed(limited("b/p/"), Action.READ_BUCKET, of("ann", "b", ""));
    }
}
