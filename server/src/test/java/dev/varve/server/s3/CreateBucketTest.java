package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreateBucketTest {
    private static final String EU =
            "<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                    + "<LocationConstraint>%s</LocationConstraint></CreateBucketConfiguration>";

    @TempDir Path directory;
    private HandlerKit kit;

    @BeforeEach
    void open() {
        kit = HandlerKit.open(directory, new S3Config("eu-central-1", List.of()));
    }

    @AfterEach
    void close() {
        kit.close();
    }

    @Test
    void makesBucketOfTheCaller() {
        Told told = kit.send("PUT", "/bucket").is(200);
        assertThat(told.headers().first("location")).contains("/bucket");
        assertThat(told.body()).isEmpty();
        kit.send("HEAD", "/bucket").is(200);
        assertThat(kit.send("HEAD", "/bucket").headers().first("x-amz-bucket-region"))
                .contains("eu-central-1");
        kit.send(SentRequest.of("HEAD", "/bucket").by("bob")).is(403);
    }

    @Test
    void leavesBucketOfTheCallerAsItIsWhenCreatedAgain() {
        kit.send("PUT", "/bucket").is(200);
        kit.put("bucket", "key");
        kit.send("PUT", "/bucket").is(200);
        assertThat(kit.get("/bucket").all("Contents/Key")).containsExactly("key");
    }

    @Test
    void refusesNameThatAnotherUserHas() {
        kit.send("PUT", "/bucket").is(200);
        kit.send(SentRequest.of("PUT", "/bucket").by("bob")).refused(409, "BucketAlreadyExists");
        kit.send(SentRequest.of("PUT", "/bucket").by("root")).refused(409, "BucketAlreadyExists");
        kit.send(SentRequest.of("PUT", "/other")).refused(403, "AccessDenied");
        kit.send(SentRequest.of("PUT", "/shared").by("scoped")).refused(403, "AccessDenied");
    }

    @Test
    void refusesInvalidAndReservedNames() {
        for (String name : List.of("Bucket", "ab", "a_b", "192.168.0.1", "x--at--y", "xn--b")) {
            kit.send("PUT", "/" + name).refused(400, "InvalidBucketName");
        }
    }

    @Test
    void takesLocationOfThisRegionAndOfTheFirst() {
        int number = 0;
        for (String location : List.of("eu-central-1", "us-east-1", "")) {
            kit.send("PUT", "/bucket-" + number++, EU.formatted(location)).is(200);
        }
        kit.send("PUT", "/bare", "<CreateBucketConfiguration/>").is(200);
    }

    @Test
    void refusesLocationElsewhereAndNonsense() {
        kit.send("PUT", "/bucket", EU.formatted("ap-southeast-2"))
                .refused(400, "IllegalLocationConstraintException");
        kit.send("PUT", "/bucket", EU.formatted("the-moon"))
                .refused(400, "InvalidLocationConstraint");
        kit.send("PUT", "/bucket", "<Other/>").refused(400, "MalformedXML");
        kit.send("PUT", "/bucket", "not xml").refused(400, "MalformedXML");
        kit.send(
                        "PUT",
                        "/bucket",
                        "<CreateBucketConfiguration><Location><Name>z</Name></Location>"
                                + "</CreateBucketConfiguration>")
                .refused(501, "NotImplemented");
        kit.send("HEAD", "/bucket").is(404);
    }

    @Test
    void takesTags() {
        kit.send(
                        "PUT",
                        "/bucket",
                        "<CreateBucketConfiguration><Tags><Tag><Key>a</Key><Value>1</Value></Tag>"
                                + "</Tags></CreateBucketConfiguration>")
                .is(200);
        assertThat(kit.get("/bucket?tagging").one("TagSet/Tag/Value")).isEqualTo("1");
    }

    @Test
    void enablesObjectLockAndVersioningTogether() {
        kit.send(
                        SentRequest.of("PUT", "/locked")
                                .by("alice")
                                .header("x-amz-bucket-object-lock-enabled", "true"))
                .is(200);
        assertThat(kit.get("/locked?versioning").one("Status")).isEqualTo("Enabled");
        assertThat(kit.get("/locked?object-lock").one("ObjectLockEnabled")).isEqualTo("Enabled");
        kit.send(
                        SentRequest.of("PUT", "/other")
                                .by("alice")
                                .header("x-amz-bucket-object-lock-enabled", "maybe"))
                .refused(400, "InvalidArgument");
    }

    @Test
    void takesPrivateAclAndEnforcedOwnershipOnly() {
        kit.send(header("x-amz-acl", "private")).is(200);
        kit.send(header("x-amz-object-ownership", "BucketOwnerEnforced")).is(200);
        assertThat(kit.send(header("x-amz-acl", "public-read")).status()).isGreaterThan(399);
        assertThat(kit.send(header("x-amz-grant-read", "id=bob")).status()).isGreaterThan(399);
        kit.send(header("x-amz-object-ownership", "ObjectWriter")).refused(501, "NotImplemented");
        kit.send(header("x-amz-object-ownership", "Mine")).refused(400, "InvalidArgument");
    }

    private static SentRequest header(String name, String value) {
        return SentRequest.of("PUT", "/bucket").by("alice").header(name, value);
    }
}
