package dev.varve.server.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.FakeRequest;
import dev.varve.server.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ReadAfterTest {
    private static final Origin OTHER = new Origin(new NodeId(0xab), 2);
    private static final Place NEWEST = new Place(new Origin(new NodeId(1), 1), new Position(7));

    private final Set<Place> folded = ConcurrentHashMap.newKeySet();

    private final ReadAfter.Folded here =
            new ReadAfter.Folded() {
                @Override
                public Optional<Place> newest() {
                    return Optional.of(NEWEST);
                }

                @Override
                public boolean knows(NodeId node) {
                    return node.equals(OTHER.node());
                }

                @Override
                public boolean has(Place place) {
                    return folded.contains(place);
                }
            };

    private static Place place(long position) {
        return new Place(OTHER, new Position(position));
    }

    private static FakeRequest wanting(String places) {
        return FakeRequest.builder("GET", "/b/k").header(ReadAfter.WANTED, places).build();
    }

    private static ErrorCode refusal(ReadAfter after, String places) {
        return catchThrowableOfType(Failed.class, () -> after.await(wanting(places))).code();
    }

    @Test
    void placesReadBackAsTheyAreTold() {
        assertThat(place(40)).hasToString("00000000000000ab.2.40");
        assertThat(Place.parse(place(40).toString())).isEqualTo(place(40));
    }

    @Test
    void goesOnAsSoonAsAllOfItIsFolded() throws InterruptedException {
        ReadAfter after = new ReadAfter(here, Duration.ofSeconds(20));
        folded.add(place(3));
        Thread later =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                Thread.sleep(100);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            folded.add(place(4));
                        });
        long begun = System.nanoTime();
        after.await(wanting(place(3) + ", " + place(4)));
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isGreaterThan(Duration.ofMillis(50));
        later.join();
    }

    @Test
    void saysSoWhereItTakesTooLong() {
        ReadAfter after = new ReadAfter(here, Duration.ofMillis(50));
        Failed failed =
                catchThrowableOfType(Failed.class, () -> after.await(wanting(place(3).toString())));
        assertThat(failed.code()).isEqualTo(ErrorCode.POSITION_NOT_REACHED);
        assertThat(failed.headers().get("retry-after", "")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "ab.2.40",
                "00000000000000AB.2.40",
                "00000000000000ab.0.40",
                "00000000000000ab.2.-1",
                "00000000000000ab.2.9999999999999999999",
                "00000000000000cd.2.40"
            })
    void refusesWhatIsNoPlaceInTheCluster(String places) {
        assertThat(refusal(new ReadAfter(here, Duration.ZERO), places))
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void limitsHowManyPlacesARequestNames() {
        ReadAfter after = new ReadAfter(here, Duration.ZERO);
        folded.add(place(1));
        String one = place(1).toString();
        int most = ReadAfter.MOST_PLACES;
        after.await(wanting(String.join(", ", Collections.nCopies(most, one))));
        assertThat(refusal(after, String.join(", ", Collections.nCopies(most + 1, one))))
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void tellsOfChangesThatWereMade() {
        ReadAfter after = new ReadAfter(here, Duration.ZERO);
        assertThat(told(after, "PUT", 200)).contains("0000000000000001.1.7");
        assertThat(told(after, "DELETE", 204)).isPresent();
        assertThat(told(after, "PUT", 412)).isEmpty();
        assertThat(told(after, "GET", 200)).isEmpty();
        assertThat(told(new ReadAfter(ReadAfter.Folded.NOTHING, Duration.ZERO), "PUT", 200))
                .isEmpty();
    }

    private static Optional<String> told(ReadAfter after, String method, int status) {
        return after.told(FakeRequest.builder(method, "/b/k").build(), HttpResponse.of(status))
                .headers()
                .first(ReadAfter.TOLD);
    }
}
