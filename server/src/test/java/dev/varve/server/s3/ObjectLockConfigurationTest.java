package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectLockConfigurationTest {
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
    void keepsDefaultRetention() {
        enableVersioning();
        put(rule("<Mode>GOVERNANCE</Mode><Days>3</Days>")).is(200);
        Told told = kit.get("/bucket?object-lock").is(200);
        assertThat(told.one("ObjectLockEnabled")).isEqualTo("Enabled");
        assertThat(told.one("Rule/DefaultRetention/Mode")).isEqualTo("GOVERNANCE");
        assertThat(told.one("Rule/DefaultRetention/Days")).isEqualTo("3");
        put(rule("<Mode>COMPLIANCE</Mode><Years>2</Years>")).is(200);
        assertThat(kit.get("/bucket?object-lock").one("Rule/DefaultRetention/Years"))
                .isEqualTo("2");
        put(rule("")).is(400);
        put("<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled>"
                        + "</ObjectLockConfiguration>")
                .is(200);
        assertThat(kit.get("/bucket?object-lock").all("Rule")).isEmpty();
    }

    @Test
    void needsVersioning() {
        put(rule("<Mode>GOVERNANCE</Mode><Days>3</Days>")).refused(409, "InvalidBucketState");
        enableVersioning();
        put(rule("<Mode>GOVERNANCE</Mode><Days>3</Days>")).is(200);
        kit.send(
                        "PUT",
                        "/bucket?versioning",
                        "<VersioningConfiguration><Status>Suspended</Status>"
                                + "</VersioningConfiguration>")
                .refused(409, "InvalidBucketState");
    }

    @Test
    void refusesPeriodsThatAreNone() {
        enableVersioning();
        for (String period :
                List.of(
                        "<Days>0</Days>",
                        "<Days>-1</Days>",
                        "<Years>101</Years>",
                        "<Years>0</Years>")) {
            put(rule("<Mode>GOVERNANCE</Mode>" + period)).refused(400, "InvalidRetentionPeriod");
        }
    }

    @Test
    void refusesDocumentsThatAreNone() {
        enableVersioning();
        for (String retention :
                List.of(
                        "<Mode>GOVERNANCE</Mode>",
                        "<Days>1</Days>",
                        "<Mode>governance</Mode><Days>1</Days>",
                        "<Mode>GOVERNANCE</Mode><Days>1</Days><Years>1</Years>",
                        "<Mode>GOVERNANCE</Mode><Days>some</Days>")) {
            put(rule(retention)).refused(400, "MalformedXML");
        }
        put("<ObjectLockConfiguration><ObjectLockEnabled>Disabled</ObjectLockEnabled>"
                        + "</ObjectLockConfiguration>")
                .refused(400, "MalformedXML");
        put("<Other/>").refused(400, "MalformedXML");
        kit.get("/bucket?object-lock").refused(404, "ObjectLockConfigurationNotFoundError");
    }

    private Told put(String document) {
        return kit.send("PUT", "/bucket?object-lock", document);
    }

    private void enableVersioning() {
        kit.send(
                        "PUT",
                        "/bucket?versioning",
                        "<VersioningConfiguration><Status>Enabled</Status>"
                                + "</VersioningConfiguration>")
                .is(200);
    }

    private static String rule(String retention) {
        return "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule>"
                + "<DefaultRetention>"
                + retention
                + "</DefaultRetention></Rule></ObjectLockConfiguration>";
    }
}
