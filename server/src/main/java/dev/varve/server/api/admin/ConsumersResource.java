package dev.varve.server.api.admin;

import dev.varve.log.Position;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.auth.Action;
import dev.varve.server.consumers.Consumer;
import dev.varve.server.consumers.ConsumerRefusal;
import dev.varve.server.consumers.Consumers;
import dev.varve.server.consumers.Status;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/v1/consumers`: what follows the journal or comes back from time to time, seen and steered.
public final class ConsumersResource implements Resource {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumersResource.class);
    private static final String NAME = "name";
    private static final String ALL = "/v1/consumers";
    private static final String ONE = ALL + "/{name}";

    private final Supplier<Consumers> consumers;

    public record ConsumerList(List<ConsumerView> consumers) {}

    /// @param position the last event that it is done with; absent where it follows no journal
    /// @param lag events that it is not done with
    /// @param nextRun when it runs again, or is tried again
    /// @param failures in a row
    /// @param figures of its last run, or since the start
    public record ConsumerView(
            String name,
            String about,
            String state,
            @Nullable Long position,
            long lag,
            @Nullable String lastRun,
            @Nullable String nextRun,
            long failures,
            @Nullable String lastError,
            Map<String, Long> figures) {
        static ConsumerView of(Consumer consumer) {
            Status status = consumer.status();
            Position position = status.position();
            return new ConsumerView(
                    consumer.name(),
                    consumer.about(),
                    status.state().name().toLowerCase(Locale.ROOT),
                    position == null ? null : position.value(),
                    status.lag(),
                    text(status.lastRun()),
                    text(status.nextRun()),
                    status.failures(),
                    status.lastError().isEmpty() ? null : status.lastError(),
                    status.figures());
        }

        private static @Nullable String text(@Nullable Object time) {
            return time == null ? null : time.toString();
        }
    }

    /// @param from position of the first event that comes again
    public record Replay(@Nullable Long from) {}

    @FunctionalInterface
    private interface Step {
        void take(ApiCall call, Consumer consumer);
    }

    /// The store exists only once somebody asks.
    public ConsumersResource(Supplier<Consumers> consumers) {
        this.consumers = consumers;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("GET", ALL, "listConsumers", Action.MAINTAIN, _ -> list())
                        .summary("Lists what works beside requests, by name; for operators")
                        .answersJson(200, ConsumerList.class),
                Endpoint.of("GET", ONE, "getConsumer", Action.MAINTAIN, this::get)
                        .summary("Tells how one is; for operators")
                        .answersJson(200, ConsumerView.class)
                        .refuses(ErrorCode.NO_SUCH_RESOURCE),
                step("pause", "Pauses one, across restarts too", (_, one) -> one.pause()),
                step("resume", "Lets one go on that was paused", (_, one) -> one.resume()),
                step("run", "Lets one do its work now, or try again", (_, one) -> one.runNow()),
                step("replay", "Lets a follower go on from a position", ConsumersResource::replay)
                        .takesJson(Replay.class)
                        .refuses(
                                ErrorCode.NO_SUCH_RESOURCE,
                                ErrorCode.OPERATION_ABORTED,
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.INVALID_ARGUMENT));
    }

    private Endpoint step(String verb, String summary, Step step) {
        return Endpoint.of(
                        "POST",
                        ONE + "/" + verb,
                        verb + "Consumer",
                        Action.MAINTAIN,
                        call -> take(call, verb, step))
                .ofThisNode()
                .summary(summary + "; for operators")
                .answersJson(200, ConsumerView.class)
                .refuses(ErrorCode.NO_SUCH_RESOURCE, ErrorCode.OPERATION_ABORTED);
    }

    private HttpResponse list() {
        return ApiCall.answer(
                200,
                new ConsumerList(consumers.get().list().stream().map(ConsumerView::of).toList()));
    }

    private HttpResponse get(ApiCall call) {
        return ApiCall.answer(200, ConsumerView.of(find(call)));
    }

    private Consumer find(ApiCall call) {
        return consumers
                .get()
                .find(call.path(NAME))
                .orElseThrow(
                        () -> new Failed(ErrorCode.NO_SUCH_RESOURCE, "There is no such consumer."));
    }

    private HttpResponse take(ApiCall call, String verb, Step step) {
        Consumer consumer = find(call);
        try {
            step.take(call, consumer);
        } catch (ConsumerRefusal e) {
            throw new Failed(ErrorCode.OPERATION_ABORTED, String.valueOf(e.getMessage()));
        }
        LOG.info("{} of {} by {}", verb, consumer.name(), call.principal().id());
        return ApiCall.answer(200, ConsumerView.of(consumer));
    }

    private static void replay(ApiCall call, Consumer consumer) {
        Long from = call.json(Replay.class).from();
        if (from == null || from < 0) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT, "'from' must be the position of an event.");
        }
        consumer.replay(new Position(from));
    }
}
