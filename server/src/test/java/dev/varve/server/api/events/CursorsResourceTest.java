package dev.varve.server.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.Position;
import dev.varve.server.api.Told;
import dev.varve.server.consumers.Consumer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsResourceTest {
    private static final String ALL = "/v1/cursors";
    private static final String MAILER = ALL + "/mailer";

    @TempDir private Path directory;
    private EventsKit kit;

    @BeforeEach
    void open() {
        kit = new EventsKit(directory);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private void reopen() {
        kit.close();
        kit = new EventsKit(directory, false);
    }

    private Told make(String body) {
        return kit.api.send("POST", ALL, body);
    }

    private Told ack(String body) {
        return kit.api.send("POST", MAILER + "/ack", body);
    }

    private Told read() {
        return kit.get("cursor=mailer").is(200);
    }

    private static String body(Told event, int number) {
        return "{\"position\":%s,\"ordinal\":%s}"
                .formatted(
                        event.text("/events/" + number + "/position"),
                        event.text("/events/" + number + "/ordinal"));
    }

    @Test
    void goesOnBehindWhatWasAcknowledgedAfterARestartToo() {
        make("{\"name\":\"mailer\",\"from\":\"start\",\"type\":\"object-*\"}").is(201);
        kit.put("a");
        kit.put("b");

        Told first = read();
        assertThat(EventsKit.said(first)).containsExactly("object-put a", "object-put b");
        assertThat(EventsKit.said(read())).as("nothing was acknowledged").hasSize(2);
        ack(body(first, 0)).is(200);
        assertThat(EventsKit.said(read())).containsExactly("object-put b");

        reopen();
        assertThat(EventsKit.said(read())).containsExactly("object-put b");
        ack(body(first, 1)).is(200);
        assertThat(EventsKit.said(read())).isEmpty();
        assertThat(kit.api.send("GET", MAILER).is(200).text("/types/0")).isEqualTo("object-copied");
    }

    @Test
    void goesBackOnlyWhenToldTo() {
        make("{\"name\":\"mailer\",\"from\":\"start\"}").is(201);
        kit.put("a");
        Told all = read();
        ack(body(all, 1)).is(200);

        Told refused = ack(body(all, 0)).refused(409, "CursorIsAhead");
        assertThat(refused.text("/details/place")).isEqualTo(all.text("/events/1/id"));
        ack(body(all, 1)).is(200);
        ack("{\"position\":0,\"reset\":true}").is(200);
        assertThat(EventsKit.said(read())).hasSize(2);
    }

    @Test
    void lapsedOneSaysWhereToGoOn() {
        make("{\"name\":\"mailer\",\"from\":\"start\"}").is(201);
        kit.put("a");
        kit.lapse("mailer");

        kit.get("cursor=mailer").refused(410, "CursorLapsed");
        Told told = ack("{\"position\":1}").refused(410, "CursorLapsed");
        assertThat(told.text("/details/oldest")).isEqualTo("0");
        Told view = kit.api.send("GET", MAILER).is(200);
        assertThat(view.text("/state")).isEqualTo("lapsed");
        assertThat(consumer().needs()).isEmpty();
        ack("{\"position\":1,\"reset\":true}").is(200);
        assertThat(EventsKit.said(read())).isNotEmpty();
        assertThat(consumer().needs()).contains(new Position(2));
    }

    private Consumer consumer() {
        return kit.api.varve.consumers().find("cursor.mailer").orElseThrow();
    }

    @Test
    void holdsTheJournalAsAConsumerUntilItIsDeleted() {
        make("{\"name\":\"mailer\",\"from\":\"start\"}").is(201);
        kit.put("a");

        assertThat(consumer().needs()).contains(new Position(0));
        assertThat(consumer().status().lag()).isPositive();
        kit.api.send("DELETE", MAILER).is(204);
        assertThat(kit.api.varve.consumers().find("cursor.mailer")).isEmpty();
        kit.api.send("GET", MAILER).refused(404, "NoSuchCursor");
        kit.get("cursor=mailer").refused(404, "NoSuchCursor");
    }

    @Test
    void isOfItsMakerAndOfOperators() {
        make("{\"name\":\"mailer\"}").is(201);

        assertThat(kit.api.request("GET", ALL).by("bob").send().is(200).json().at("/cursors"))
                .isEmpty();
        kit.api.request("GET", MAILER).by("bob").send().refused(404, "NoSuchCursor");
        kit.api.request("DELETE", MAILER).by("bob").send().refused(404, "NoSuchCursor");
        kit.by("bob", "cursor=mailer").refused(404, "NoSuchCursor");
        kit.api.request("GET", MAILER).by("root").send().is(200);
        kit.api.request("GET", ALL).by("").send().refused(401, "Unauthenticated");
    }

    @Test
    void thereIsALimitAndOneOfEachName() {
        make("{\"name\":\"one\"}").is(201);
        make("{\"name\":\"one\"}").refused(409, "CursorAlreadyExists");
        make("{\"name\":\"two\"}").is(201);
        make("{\"name\":\"three\"}").refused(409, "TooManyCursors");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"\"}",
                "{\"name\":\"../x\"}",
                "{\"name\":\"Upper\"}",
                "{\"name\":\"x\",\"from\":\"yesterday\"}",
                "{\"name\":\"x\",\"from\":\"99999\"}",
                "{\"name\":\"x\",\"type\":\"nothing\"}"
            })
    void refusesWhatIsNoCursor(String body) {
        make(body).refused(400, "InvalidArgument");
        assertThat(kit.api.send("GET", ALL).json().at("/cursors")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"position\":99999}",
                "{\"position\":-7}",
                "{\"position\":1,\"ordinal\":-1}"
            })
    void refusesToAcknowledgeWhatIsNot(String body) {
        make("{\"name\":\"mailer\",\"from\":\"start\"}").is(201);
        ack(body).refused(400, "InvalidArgument");
        assertThat(kit.api.send("GET", MAILER).text("/place")).isEqualTo("-1");
    }

    @Test
    void hasItsOwnPlaceAndFilters() {
        make("{\"name\":\"mailer\",\"from\":\"start\"}").is(201);

        kit.get("cursor=mailer&type=object-put").refused(400, "InvalidArgument");
        kit.get("cursor=mailer&after=1").refused(400, "InvalidArgument");
        make("{\"name\":\"others\",\"bucket\":\"nowhere\"}").refused(404, "NoSuchBucket");
    }
}
