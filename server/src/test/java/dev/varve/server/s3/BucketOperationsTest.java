package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BucketOperationsTest {
    @TempDir Path directory;
    private HandlerKit kit;

    @BeforeEach
    void open() {
        kit = HandlerKit.open(directory).bucket("bucket");
    }

    @AfterEach
    void close() {
        kit.close();
    }

    @Test
    void deletesEmptyBucketsOnly() {
        kit.put("bucket", "key");
        kit.send("DELETE", "/bucket").refused(409, "BucketNotEmpty");
        kit.store("alice").delete(new BucketName("bucket"), ObjectKey.of("key")).orThrow();
        kit.store("alice")
                .uploads()
                .create(new BucketName("bucket"), ObjectKey.of("key"))
                .orThrow();
        kit.send("DELETE", "/bucket").refused(409, "BucketNotEmpty");
        kit.bucket("empty").send("DELETE", "/empty").is(204);
        kit.send("DELETE", "/empty").refused(404, "NoSuchBucket");
        kit.send(SentRequest.of("DELETE", "/bucket").by("bob")).refused(403, "AccessDenied");
    }

    @Test
    void tellsTheFirstRegionBySayingNothing() {
        assertThat(kit.get("/bucket?location").is(200).body())
                .endsWith(
                        "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                                + "</LocationConstraint>");
    }

    @Test
    void answersHeadWithoutBody() {
        Told head = kit.send("HEAD", "/bucket").is(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().first("x-amz-bucket-region")).contains("us-east-1");
        assertThat(kit.send("HEAD", "/missing").is(404).body()).isEmpty();
    }

    @Test
    void tellsOfVersioningOnceItWasAskedFor() {
        Told unset = kit.get("/bucket?versioning").is(200);
        assertThat(unset.xml().name()).isEqualTo("VersioningConfiguration");
        assertThat(unset.xml().children()).isEmpty();
        kit.send("PUT", "/bucket?versioning", versioning("Enabled")).is(200);
        assertThat(kit.get("/bucket?versioning").one("Status")).isEqualTo("Enabled");
        kit.send("PUT", "/bucket?versioning", versioning("Suspended")).is(200);
        assertThat(kit.get("/bucket?versioning").one("Status")).isEqualTo("Suspended");
    }

    @Test
    void refusesOtherVersioning() {
        kit.send("PUT", "/bucket?versioning", versioning("Off")).refused(400, "MalformedXML");
        kit.send("PUT", "/bucket?versioning", "<VersioningConfiguration/>")
                .refused(400, "IllegalVersioningConfigurationException");
        kit.send("PUT", "/bucket?versioning", "<Versioning/>").refused(400, "MalformedXML");
        kit.send("PUT", "/bucket?versioning", "").refused(400, "MalformedXML");
        assertThat(kit.get("/bucket?versioning").all("Status")).isEmpty();
    }

    @Test
    void refusesDeletesThatNeedSecondFactor() {
        kit.send(
                        "PUT",
                        "/bucket?versioning",
                        "<VersioningConfiguration><Status>Enabled</Status>"
                                + "<MfaDelete>Enabled</MfaDelete></VersioningConfiguration>")
                .refused(501, "NotImplemented");
        kit.send(
                        SentRequest.of("PUT", "/bucket?versioning")
                                .by("alice")
                                .header("x-amz-mfa", "serial 123456")
                                .body(versioning("Enabled")))
                .refused(501, "NotImplemented");
        assertThat(kit.get("/bucket?versioning").all("Status")).isEmpty();
        kit.send(
                        "PUT",
                        "/bucket?versioning",
                        "<VersioningConfiguration><Status>Enabled</Status>"
                                + "<MfaDelete>Disabled</MfaDelete></VersioningConfiguration>")
                .is(200);
    }

    @Test
    void keepsTags() {
        kit.get("/bucket?tagging").refused(404, "NoSuchTagSet");
        kit.send("PUT", "/bucket?tagging", tags(2)).is(200);
        Told told = kit.get("/bucket?tagging").is(200);
        assertThat(told.all("TagSet/Tag/Key")).containsExactly("k0", "k1");
        assertThat(told.all("TagSet/Tag/Value")).containsExactly("v0", "v1");
        kit.send("PUT", "/bucket?tagging", tags(1)).is(200);
        assertThat(kit.get("/bucket?tagging").all("TagSet/Tag/Key")).containsExactly("k0");
        kit.send("DELETE", "/bucket?tagging").is(204);
        kit.get("/bucket?tagging").refused(404, "NoSuchTagSet");
    }

    @Test
    void takesFiftyTags() {
        kit.send("PUT", "/bucket?tagging", tags(50)).is(200);
        kit.send("PUT", "/bucket?tagging", tags(51)).refused(400, "InvalidTag");
        kit.send("PUT", "/bucket?tagging", "<Tagging/>").refused(400, "MalformedXML");
        assertThat(kit.get("/bucket?tagging").all("TagSet/Tag")).hasSize(50);
    }

    @Test
    void tellsThatTheOwnerMayDoEverything() {
        for (String target : List.of("/bucket?acl", "/bucket/key?acl")) {
            kit.put("bucket", "key");
            Told acl = kit.get(target).is(200);
            assertThat(acl.xml().name()).isEqualTo("AccessControlPolicy");
            assertThat(acl.one("Owner/ID")).isEqualTo("alice");
            assertThat(acl.one("AccessControlList/Grant/Grantee/ID")).isEqualTo("alice");
            assertThat(acl.one("AccessControlList/Grant/Grantee/DisplayName"))
                    .isEqualTo("Alice A.");
            assertThat(acl.one("AccessControlList/Grant/Permission")).isEqualTo("FULL_CONTROL");
            assertThat(acl.body()).contains("xsi:type=\"CanonicalUser\"");
        }
        kit.get("/bucket/missing?acl").refused(404, "NoSuchKey");
        kit.get("/bucket/key?acl&versionId=null").is(200);
        kit.get("/bucket/key?acl&versionId=x").refused(400, "InvalidArgument");
        kit.send("PUT", "/bucket?acl").refused(501, "NotImplemented");
        kit.send("PUT", "/bucket/key?acl").refused(501, "NotImplemented");
    }

    @Test
    void saysWhatIsNotSet() {
        kit.get("/bucket?policy").refused(404, "NoSuchBucketPolicy");
        kit.get("/bucket?cors").refused(404, "NoSuchCORSConfiguration");
        kit.get("/bucket?lifecycle").refused(404, "NoSuchLifecycleConfiguration");
        kit.get("/bucket?website").refused(404, "NoSuchWebsiteConfiguration");
        kit.get("/bucket?object-lock").refused(404, "ObjectLockConfigurationNotFoundError");
        kit.get("/bucket?policyStatus").refused(404, "NoSuchBucketPolicy");
        kit.get("/bucket?replication").refused(404, "ReplicationConfigurationNotFoundError");
        kit.get("/bucket?publicAccessBlock").refused(404, "NoSuchPublicAccessBlockConfiguration");
        kit.get("/bucket?encryption")
                .refused(404, "ServerSideEncryptionConfigurationNotFoundError");
        assertThat(kit.get("/bucket?logging").is(200).xml().name())
                .isEqualTo("BucketLoggingStatus");
        assertThat(kit.get("/bucket?logging").xml().children()).isEmpty();
        assertThat(kit.get("/bucket?notification").is(200).xml().name())
                .isEqualTo("NotificationConfiguration");
        assertThat(kit.get("/bucket?notification").xml().children()).isEmpty();
        assertThat(kit.get("/bucket?accelerate").is(200).xml().name())
                .isEqualTo("AccelerateConfiguration");
        assertThat(kit.get("/bucket?requestPayment").is(200).one("Payer")).isEqualTo("BucketOwner");
        assertThat(kit.get("/bucket?ownershipControls").is(200).one("Rule/ObjectOwnership"))
                .isEqualTo("BucketOwnerEnforced");
        kit.get("/missing?policy").refused(404, "NoSuchBucket");
        kit.send(SentRequest.of("GET", "/bucket?policy").by("bob")).refused(403, "AccessDenied");
    }

    private static String versioning(String status) {
        return "<VersioningConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Status>"
                + status
                + "</Status></VersioningConfiguration>";
    }

    private static String tags(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "<Tag><Key>k" + i + "</Key><Value>v" + i + "</Value></Tag>")
                .collect(Collectors.joining("", "<Tagging><TagSet>", "</TagSet></Tagging>"));
    }
}
