package dev.varve.server.api.webhooks;

import dev.varve.log.BucketId;
import dev.varve.log.Provenance;
import dev.varve.log.WebhookName;
import dev.varve.log.WebhookSettings;
import dev.varve.projections.objects.Webhook;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.ApiOperation;
import dev.varve.server.api.ApiRefusals;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.api.webhooks.WebhookViews.MadeWebhook;
import dev.varve.server.api.webhooks.WebhookViews.NewWebhook;
import dev.varve.server.api.webhooks.WebhookViews.Rotation;
import dev.varve.server.api.webhooks.WebhookViews.WebhookForm;
import dev.varve.server.api.webhooks.WebhookViews.WebhookList;
import dev.varve.server.api.webhooks.WebhookViews.WebhookView;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.Webhooks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// `/v1/webhooks`: who is told of changes. Who may change a bucket manages its webhooks, operators those
/// of all buckets.
public final class WebhooksResource implements Resource {
    static final String ALL = "/v1/webhooks";
    static final String ONE = ALL + "/{name}";
    private final Function<Provenance, Webhooks> stores;
    private final InstantSource clock;

    /// @param stores the webhooks on behalf of a caller
    public WebhooksResource(Function<Provenance, Webhooks> stores, InstantSource clock) {
        this.stores = stores;
        this.clock = clock;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                row("POST", ALL, "createWebhook", this::create)
                        .summary("Makes a webhook, and tells its secret this once")
                        .takesJson(NewWebhook.class)
                        .answersJson(201, MadeWebhook.class)
                        .refuses(
                                ErrorCode.INVALID_ARGUMENT,
                                ErrorCode.NO_SUCH_BUCKET,
                                ErrorCode.WEBHOOK_ALREADY_EXISTS,
                                ErrorCode.TOO_MANY_WEBHOOKS),
                row("GET", ALL, "listWebhooks", this::list)
                        .summary("Lists the webhooks that the caller may manage, by name")
                        .query("bucket", "string", "only those of this bucket")
                        .answersJson(200, WebhookList.class)
                        .refuses(ErrorCode.NO_SUCH_BUCKET),
                one("GET", ONE, "getWebhook", this::get)
                        .summary("Tells of one webhook")
                        .answersJson(200, WebhookView.class),
                one("PATCH", ONE, "changeWebhook", this::change)
                        .summary("Changes a webhook; what is left out stays")
                        .takesJson(WebhookForm.class)
                        .answersJson(200, WebhookView.class)
                        .refuses(ErrorCode.INVALID_ARGUMENT, ErrorCode.OPERATION_ABORTED),
                one("DELETE", ONE, "removeWebhook", this::remove)
                        .summary("Removes a webhook, with its dead letters")
                        .answersNothing(204)
                        .refuses(ErrorCode.OPERATION_ABORTED),
                one("POST", ONE + "/rotate", "rotateWebhook", this::rotate)
                        .summary(
                                "Draws a new secret, and tells it this once; both sign for a while")
                        .takesJson(Rotation.class)
                        .answersJson(200, MadeWebhook.class)
                        .refuses(ErrorCode.INVALID_ARGUMENT, ErrorCode.OPERATION_ABORTED));
    }

    private static Endpoint row(String method, String path, String name, ApiOperation operation) {
        return Endpoint.of(method, path, name, Action.MANAGE_WEBHOOKS, operation).guardingItself();
    }

    private static Endpoint one(String method, String path, String name, ApiOperation operation) {
        return row(method, path, name, operation)
                .path("name", "of a webhook")
                .refuses(ErrorCode.NO_SUCH_WEBHOOK);
    }

    private Webhooks webhooks(ApiCall call) {
        return stores.apply(call.provenance());
    }

    private HttpResponse create(ApiCall call) {
        call.requireKey();
        NewWebhook asked = call.json(NewWebhook.class);
        String bucket = asked.bucket();
        if (bucket == null) {
            Managing.requireOperator(call);
        }
        BucketId of = bucket == null ? null : call.allowed(Action.CHANGE_BUCKET, bucket, "").id();
        String name = Objects.requireNonNullElse(asked.name(), "");
        if (!WebhookName.isValid(name)) {
            throw WebhookViews.invalid(
                    "'name' must have 1 to 63 of a-z, 0-9 and -, and not begin with -.");
        }
        WebhookSettings settings = asked.settings(of);
        Optional<String> secret = Optional.ofNullable(asked.secret());
        secret.ifPresent(WebhooksResource::requireSecret);
        Webhooks.Made made =
                ApiRefusals.require(webhooks(call).create(new WebhookName(name), settings, secret));
        return told(call, 201, made).header("location", ALL + "/" + name);
    }

    private static void requireSecret(String secret) {
        try {
            Webhooks.bytes(secret);
        } catch (IllegalArgumentException e) {
            throw WebhookViews.invalid("'secret' must be whsec_ and 24 to 64 bytes in base64.");
        }
    }

    private HttpResponse told(ApiCall call, int status, Webhooks.Made made) {
        WebhookView view = view(call, made.webhook());
        return ApiCall.answer(status, new MadeWebhook(view.name(), made.secret(), view))
                .header("cache-control", "no-store");
    }

    private WebhookView view(ApiCall call, Webhook webhook) {
        return WebhookViews.of(
                webhook, Managing.bucketName(webhooks(call), webhook), clock.instant());
    }

    private HttpResponse list(ApiCall call) {
        call.requireKey();
        Optional<BucketId> bucket = call.query("bucket").map(name -> bucketId(call, name));
        Webhooks webhooks = webhooks(call);
        return ApiCall.answer(
                200,
                new WebhookList(
                        webhooks.list().stream()
                                .filter(each ->
                                        bucket.isEmpty()
                                                || bucket.get().equals(each.settings().bucket()))
                                .filter(each -> Managing.isAllowed(call, webhooks, each))
                                .map(each -> view(call, each))
                                .toList()));
    }

    private static BucketId bucketId(ApiCall call, String name) {
        return call.allowed(Action.CHANGE_BUCKET, name, "").id();
    }

    private HttpResponse get(ApiCall call) {
        return ApiCall.answer(200, view(call, Managing.managed(call, webhooks(call))));
    }

    private HttpResponse change(ApiCall call) {
        Webhooks webhooks = webhooks(call);
        Webhook before = Managing.managed(call, webhooks);
        WebhookSettings settings = call.json(WebhookForm.class).over(before.settings());
        Webhook after = ApiRefusals.require(webhooks.change(before, settings));
        return ApiCall.answer(200, view(call, after));
    }

    private HttpResponse remove(ApiCall call) {
        Webhooks webhooks = webhooks(call);
        ApiRefusals.require(webhooks.remove(Managing.managed(call, webhooks)));
        return HttpResponse.of(204);
    }

    private HttpResponse rotate(ApiCall call) {
        Webhooks webhooks = webhooks(call);
        Webhook webhook = Managing.managed(call, webhooks);
        Instant until = call.json(Rotation.class).until(clock.instant());
        return told(call, 200, ApiRefusals.require(webhooks.rotate(webhook, until)));
    }
}
