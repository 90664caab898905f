package dev.varve.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.Position;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinksResourceTest {
    @TempDir private Path directory;
    private LinkKit kit;

    @BeforeEach
    void open() {
        kit = new LinkKit(directory);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private Told ask(String user, String form) {
        return kit.ask(user, "POST", "/v1/links", form.replace('\'', '"'));
    }

    @Test
    void tellsOfTheLinkThatItMade() {
        Told made = kit.mint("GET", "'expires_in':60,'single_use':true").told();

        assertThat(made.text("/url")).startsWith("http://s3.example.com/v1/l/");
        assertThat(made.text("/url").length()).as("compact").isLessThan(200);
        assertThat(made.text("/method")).isEqualTo("GET");
        assertThat(made.text("/bucket")).isEqualTo("photos");
        assertThat(made.text("/key")).isEqualTo("k");
        assertThat(made.text("/single_use")).isEqualTo("true");
        assertThat(Instant.parse(made.text("/expires"))).isEqualTo(kit.now().plusSeconds(60));
        assertThat(made.headers().get("cache-control", "")).isEqualTo("no-store");
    }

    @Test
    void makesNoEventOfMaking() {
        Position before = kit.varve.position();
        kit.mint("GET", "");
        assertThat(kit.varve.position()).isEqualTo(before);
    }

    @Test
    void isGoodForAnHourUnlessToldOtherwise() {
        Told made = kit.mint("GET", "").told();
        assertThat(Instant.parse(made.text("/expires"))).isEqualTo(kit.now().plusSeconds(3600));
    }

    @Test
    void makesKeyThatNobodyHas() {
        String form =
                "{'method':'PUT','bucket':'photos','new_key':{'prefix':'in/','suffix':'.jpg'}}";
        String key = ask("alice", form).is(201).text("/key");
        String other = ask("alice", form).is(201).text("/key");

        assertThat(key).matches("in/[0-9a-f-]{36}\\.jpg").isNotEqualTo(other);
        UUID uuid = UUID.fromString(key.substring(3, 39));
        assertThat(uuid.version()).isEqualTo(7);
        assertThat(uuid.variant()).isEqualTo(2);
        assertThat(uuid.getMostSignificantBits() >>> 16).isEqualTo(kit.now().toEpochMilli());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {'bucket':'photos','key':'k'}                                                 | InvalidArgument
                    {'method':'PATCH','bucket':'photos','key':'k'}                                | InvalidArgument
                    {'method':'get','bucket':'photos','key':'k'}                                  | InvalidArgument
                    {'method':'GET','bucket':'photos'}                                            | InvalidArgument
                    {'method':'GET','bucket':'photos','key':''}                                   | InvalidArgument
                    {'method':'GET','bucket':'photos','new_key':{}}                               | InvalidArgument
                    {'method':'PUT','bucket':'photos','key':'k','new_key':{}}                     | InvalidArgument
                    {'method':'GET','bucket':'photos','key':'k','expires_in':0}                   | InvalidArgument
                    {'method':'GET','bucket':'photos','key':'k','expires_in':-5}                  | InvalidArgument
                    {'method':'GET','bucket':'photos','key':'k','expires_in':604801}              | InvalidArgument
                    {'method':'GET','bucket':'photos','key':'k','expires_in':9223372036854775807} | InvalidArgument
                    {'method':'GET','bucket':'photos','key':'k','expires_in':'60'}                | MalformedJSON
                    {'method':'GET','bucket':'photos','key':'k','max_size':1}                     | InvalidArgument
                    {'method':'DELETE','bucket':'photos','key':'k','content_type':'a/b'}          | InvalidArgument
                    {'method':'PUT','bucket':'photos','key':'k','max_size':-1}                    | InvalidArgument
                    {'method':'PUT','bucket':'photos','key':'k','max_size':1,'min_size':2}        | InvalidArgument
                    {'method':'PUT','bucket':'photos','key':'k','min_size':-1}                    | InvalidArgument
                    {'method':'PUT','bucket':'photos','key':'k','digest':'abc'}                   | InvalidArgument
                    {'method':'PUT','bucket':'photos','key':'k','content_type':'a\\r\\nb: c'}     | InvalidArgument
                    {'method':'PUT','bucket':'photos','key':'k','content_type':''}                | InvalidArgument
                    {'method':'PUT','bucket':'photos','key':'k','version':'null'}                 | InvalidArgument
                    {'method':'PUT','bucket':'photos','key':'k','response':{}}                    | InvalidArgument
                    {'method':'GET','bucket':'photos','key':'k','version':'x'}                    | InvalidArgument
                    {'method':'GET','bucket':'photos','key':'k','response':{'content_type':'\\n'}}| InvalidArgument
                    {'method':'GET','bucket':'photos','key':'k','ip':'127.0.0.1'}                 | MalformedJSON
                    """)
    void refusesNonsense(String form, String code) {
        ask("alice", form).refused(400, code);
    }

    @Test
    void keepsToTheLongestLife() {
        kit.mint("GET", "'expires_in':" + LinkKit.MAX_LIFE.toSeconds());
        assertThat(ask("alice", "{'method':'GET','bucket':'photos','key':'k','expires_in':604801}"))
                .extracting(told -> told.text("/detail"))
                .asString()
                .contains("1 to 604800");
    }

    @Test
    void makesNoLinkForWhatItsMakerMayNotDo() {
        String form = "{'method':'%s','bucket':'photos','key':'k'}";
        for (String method : new String[] {"GET", "HEAD", "PUT", "DELETE"}) {
            ask("bob", form.formatted(method)).refused(403, "AccessDenied");
            ask("", form.formatted(method)).refused(401, "Unauthenticated");
            ask("root", form.formatted(method)).is(201);
        }
        ask("bob", "{'method':'GET','bucket':'none','key':'k'}").refused(404, "NoSuchBucket");
        ask("", "{").refused(401, "Unauthenticated");
    }

    /// Nobody could tell later what a token allowed.
    @Test
    void makesNoLinkForWhoHasNoKey() {
        ask("token", "{'method':'GET','bucket':'photos','key':'k'}").refused(400, "InvalidRequest");
    }

    @Test
    void revokesOneLink() {
        kit.put("k", "bytes");
        LinkKit.Minted link = kit.mint("GET", "");
        LinkKit.Minted other = kit.mint("GET", "");
        kit.use("GET", link).is(200);

        kit.ask("alice", "DELETE", "/v1/links/" + link.id(), "").is(204);
        kit.ask("alice", "DELETE", "/v1/links/" + link.id(), "").is(204);
        kit.use("GET", link).refused(410, "LinkRevoked");
        kit.use("HEAD", link).is(410);
        kit.use("GET", other).is(200);
    }

    @Test
    void revokesNoLinkOfSomebodyElse() {
        kit.put("k", "bytes");
        LinkKit.Minted link = kit.mint("GET", "");
        String target = "/v1/links/" + link.id();

        kit.ask("bob", "DELETE", target, "").is(204);
        kit.ask("bob", "DELETE", target + "?issuer=alice", "").refused(403, "AccessDenied");
        kit.ask("", "DELETE", target, "").refused(401, "Unauthenticated");
        kit.ask("bob", "POST", "/v1/links/revoke-all?issuer=alice", "")
                .refused(403, "AccessDenied");
        kit.ask("bob", "POST", "/v1/links/revoke-all", "").is(204);
        kit.use("GET", link).is(200);

        kit.ask("root", "DELETE", target + "?issuer=alice", "").is(204);
        kit.use("GET", link).refused(410, "LinkRevoked");
    }

    @Test
    void revokesAllLinksOfAnIssuer() {
        kit.put("k", "bytes");
        LinkKit.Minted old = kit.mint("GET", "");
        kit.ask("alice", "POST", "/v1/links/revoke-all", "").is(204);
        LinkKit.Minted fresh = kit.mint("GET", "");

        kit.use("GET", old).refused(410, "LinkRevoked");
        kit.use("GET", fresh).is(200);
        kit.ask("root", "POST", "/v1/links/revoke-all?issuer=alice", "").is(204);
        kit.use("GET", fresh).refused(410, "LinkRevoked");
    }

    @Test
    void keepsRevocationsWhenOpenedAnew() {
        kit.put("k", "bytes");
        LinkKit.Minted revoked = kit.mint("GET", "");
        LinkKit.Minted spent = kit.mint("GET", "'single_use':true");
        LinkKit.Minted good = kit.mint("GET", "");
        kit.ask("alice", "DELETE", "/v1/links/" + revoked.id(), "").is(204);
        kit.use("GET", spent).is(200);
        Instant then = kit.now();
        kit.close();

        kit = LinkKit.again(directory, then);
        kit.use("GET", revoked).refused(410, "LinkRevoked");
        kit.use("GET", spent).refused(410, "LinkSpent");
        kit.use("GET", good).is(200);
    }

    @Test
    void refusesWhatIsNoId() {
        kit.ask("alice", "DELETE", "/v1/links/xyz", "").refused(400, "InvalidArgument");
        kit.ask("alice", "DELETE", "/v1/links/" + "f".repeat(32), "")
                .refused(400, "InvalidArgument");
        kit.ask("root", "POST", "/v1/links/revoke-all?issuer=", "").refused(400, "InvalidArgument");
        kit.ask("root", "POST", "/v1/links/revoke-all?issuer=" + "x".repeat(129), "")
                .refused(400, "InvalidArgument");
    }

    @Test
    void forgetsNothingTooEarly() {
        kit.put("k", "bytes");
        LinkKit.Minted link = kit.mint("GET", "'expires_in':604800");
        kit.ask("alice", "POST", "/v1/links/revoke-all", "").is(204);
        kit.pass(LinkKit.MAX_LIFE.minus(Duration.ofSeconds(1)));
        kit.ask("bob", "POST", "/v1/links/revoke-all", "").is(204);

        kit.use("GET", link).refused(410, "LinkRevoked");
        kit.pass(Duration.ofSeconds(1));
        kit.use("GET", link).refused(410, "LinkExpired");
    }
}
