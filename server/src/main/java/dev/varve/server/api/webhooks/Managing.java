package dev.varve.server.api.webhooks;

import dev.varve.log.BucketId;
import dev.varve.log.WebhookName;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.Webhook;
import dev.varve.server.api.ApiCall;
import dev.varve.server.auth.Access;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.store.Webhooks;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who may manage which webhooks. Those of a deleted bucket are for operators.
final class Managing {
    private Managing() {}

    static void requireOperator(ApiCall call) {
        Access.require(call.principal(), Action.MANAGE_WEBHOOKS, Access.Resource.SERVICE);
    }

    /// The webhook of the path. Who may not manage it is not told whether there is one.
    static Webhook managed(ApiCall call, Webhooks webhooks) {
        call.requireKey();
        String name = call.path("name");
        Optional<Webhook> found =
                WebhookName.isValid(name) ? webhooks.find(new WebhookName(name)) : Optional.empty();
        if (found.isEmpty() || !isAllowed(call, webhooks, found.get())) {
            requireOperator(call);
            throw new Failed(ErrorCode.NO_SUCH_WEBHOOK, "There is no webhook '" + name + "'.");
        }
        return found.get();
    }

    static boolean isAllowed(ApiCall call, Webhooks webhooks, Webhook webhook) {
        BucketId bucket = webhook.settings().bucket();
        Optional<Bucket> of =
                bucket == null ? Optional.empty() : webhooks.read(view -> view.bucket(bucket));
        return of.isPresent()
                ? Access.isAllowed(
                        call.principal(),
                        Action.CHANGE_BUCKET,
                        new Access.Resource(
                                of.get().name().value(), "", Optional.of(of.get().owner())))
                : Access.isAllowed(
                        call.principal(), Action.MANAGE_WEBHOOKS, Access.Resource.SERVICE);
    }

    static @Nullable String bucketName(Webhooks webhooks, Webhook webhook) {
        BucketId bucket = webhook.settings().bucket();
        return bucket == null
                ? null
                : webhooks.read(view -> view.bucketName(bucket))
                        .map(name -> name.value())
                        .orElse(bucket.toString());
    }
}
