package dev.varve.server.api.webhooks;

import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.projections.objects.Webhook;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.ApiOperation;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.api.Words;
import dev.varve.server.auth.Action;
import dev.varve.server.consumers.ConsumerRefusal;
import dev.varve.server.consumers.Status;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.Webhooks;
import dev.varve.server.webhooks.DeadLetter;
import dev.varve.server.webhooks.Deliveries;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/v1/webhooks/{name}/…`: how deliveries stand, trying them, and what was given up.
public final class DeliveryResource implements Resource {
    private static final String ONE = WebhooksResource.ONE;
    private static final String DEAD = ONE + "/dead-letters";
    private static final int MOST = 1000;
    private static final int OTHERWISE = 100;

    private final Function<Provenance, Webhooks> stores;
    private final Deliveries deliveries;

    /// @param state running, paused, waiting (it takes nothing for now), stopped, lapsed or needs-start
    /// @param position of the last event that it is done with
    /// @param lag events that came after
    /// @param failures in a row
    /// @param lastError of the last failure; absent when it went well since
    /// @param figures since it last began: delivered, failed, in_flight, waiting
    public record DeliveryView(
            String state,
            @Nullable Long position,
            long lag,
            long failures,
            @Nullable String lastError,
            Map<String, Long> figures) {
        static DeliveryView of(Status status) {
            Position position = status.position();
            return new DeliveryView(
                    Words.of(status.state()),
                    position == null ? null : position.value(),
                    status.lag(),
                    status.failures(),
                    status.lastError().isEmpty() ? null : status.lastError(),
                    status.figures());
        }
    }

    /// @param taken whether the receiver took it
    /// @param error why not
    public record TestView(boolean taken, @Nullable String error, long millis) {}

    /// @param id the `webhook-id` of its attempts
    /// @param body as it was sent
    /// @param queued whether it is being tried again
    public record DeadLetterView(
            String id,
            long position,
            String event,
            @Nullable String key,
            int attempts,
            String error,
            Instant firstTried,
            Instant died,
            boolean queued,
            String body) {
        static DeadLetterView of(DeadLetter letter) {
            return new DeadLetterView(
                    letter.message().id(),
                    letter.position().value(),
                    letter.event(),
                    letter.key() == null ? null : letter.key().toString(),
                    letter.attempts(),
                    letter.error(),
                    letter.firstTried(),
                    letter.died(),
                    letter.queued(),
                    new String(letter.message().body().toArray(), StandardCharsets.UTF_8));
        }
    }

    public record DeadLetterList(List<DeadLetterView> deadLetters) {}

    public record CountView(int deadLetters) {}

    /// @param from the position of the first event that is to be delivered again
    public record ReplayForm(@Nullable Long from) {}

    /// @param stores the webhooks on behalf of a caller
    public DeliveryResource(Function<Provenance, Webhooks> stores, Deliveries deliveries) {
        this.stores = stores;
        this.deliveries = deliveries;
    }

    @Override
    public String title() {
        return "Webhooks";
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                row("GET", ONE + "/deliveries", "getDeliveries", this::status)
                        .summary("Tells how far a webhook is, and what keeps it")
                        .answersJson(200, DeliveryView.class),
                row("POST", ONE + "/test", "testWebhook", this::test)
                        .summary("Delivers a test event once, now, and tells what came of it")
                        .answersJson(200, TestView.class),
                row("GET", DEAD, "listDeadLetters", this::list)
                        .summary("Lists what was given up, the oldest first")
                        .query("limit", "integer", "1 to 1000 of them, 100 if not said")
                        .answersJson(200, DeadLetterList.class)
                        .refuses(ErrorCode.INVALID_ARGUMENT),
                row("POST", DEAD + "/retry", "retryDeadLetters", this::retry)
                        .summary("Delivers what was given up again, all of it or one")
                        .query("id", "string", "the one")
                        .answersJson(202, CountView.class)
                        .refuses(ErrorCode.NO_SUCH_RESOURCE, ErrorCode.OPERATION_ABORTED),
                row("DELETE", DEAD, "dropDeadLetters", this::drop)
                        .summary("Forgets what was given up, all of it or one")
                        .query("id", "string", "the one")
                        .answersJson(200, CountView.class)
                        .refuses(ErrorCode.NO_SUCH_RESOURCE),
                row("POST", ONE + "/replay", "replayWebhook", this::replay)
                        .summary("Delivers again what came from a position on")
                        .takesJson(ReplayForm.class)
                        .answersJson(202, DeliveryView.class)
                        .refuses(ErrorCode.INVALID_ARGUMENT, ErrorCode.OPERATION_ABORTED));
    }

    private static Endpoint row(String method, String path, String name, ApiOperation operation) {
        return Endpoint.of(method, path, name, Action.MANAGE_WEBHOOKS, operation)
                .guardingItself()
                .ofThisNode()
                .path("name", "of a webhook")
                .refuses(ErrorCode.NO_SUCH_WEBHOOK);
    }

    private Webhook webhook(ApiCall call) {
        return Managing.managed(call, stores.apply(call.provenance()));
    }

    private HttpResponse status(ApiCall call) {
        Webhook webhook = webhook(call);
        return steered(() -> ApiCall.answer(200, view(webhook)));
    }

    private DeliveryView view(Webhook webhook) {
        return DeliveryView.of(deliveries.status(webhook));
    }

    private static HttpResponse steered(Supplier<HttpResponse> action) {
        try {
            return action.get();
        } catch (ConsumerRefusal e) {
            throw new Failed(
                    ErrorCode.OPERATION_ABORTED, "Not possible now: " + e.getMessage() + ".");
        }
    }

    private HttpResponse test(ApiCall call) {
        Deliveries.Tried tried = deliveries.test(webhook(call));
        return ApiCall.answer(
                200,
                new TestView(
                        tried.taken(),
                        tried.error().isEmpty() ? null : tried.error(),
                        tried.millis()));
    }

    private HttpResponse list(ApiCall call) {
        Webhook webhook = webhook(call);
        int limit = call.number("limit", 1, MOST, OTHERWISE);
        return ApiCall.answer(
                200,
                new DeadLetterList(
                        deliveries.dead(webhook, limit).stream().map(DeadLetterView::of).toList()));
    }

    private HttpResponse retry(ApiCall call) {
        Webhook webhook = webhook(call);
        Optional<String> id = letter(call, webhook);
        return steered(() -> ApiCall.answer(202, new CountView(deliveries.retry(webhook, id))));
    }

    private HttpResponse drop(ApiCall call) {
        Webhook webhook = webhook(call);
        Optional<String> id = letter(call, webhook);
        return ApiCall.answer(200, new CountView(deliveries.drop(webhook, id)));
    }

    private Optional<String> letter(ApiCall call, Webhook webhook) {
        Optional<String> id = call.query("id");
        if (id.isPresent() && deliveries.dead(webhook, id.get()).isEmpty()) {
            throw new Failed(ErrorCode.NO_SUCH_RESOURCE, "There is no such dead letter.");
        }
        return id;
    }

    private HttpResponse replay(ApiCall call) {
        Webhook webhook = webhook(call);
        Long from = call.json(ReplayForm.class).from();
        if (from == null || from < 0) {
            throw WebhookViews.invalid("'from' must be a position.");
        }
        return steered(() -> {
            deliveries.replay(webhook, new Position(from));
            return ApiCall.answer(202, view(webhook));
        });
    }
}
