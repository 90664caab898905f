package dev.varve.server.s3;

import dev.varve.log.NotificationRule;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.xml.NotificationDocument;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.Refusal;
import dev.varve.server.webhooks.EventNames;
import java.util.List;

/// Replaces all rules that say which changes of a bucket go to which webhooks.
final class PutBucketNotificationConfiguration implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        List<NotificationRule> rules =
                NotificationDocument.parse(Documents.read(call), EventNames::areKnown);
        Outcome<List<NotificationRule>> outcome =
                call.store().buckets().setNotification(call.bucketName(), rules);
        if (outcome instanceof Outcome.Refused<List<NotificationRule>>(Refusal refusal)
                && refusal.reason() == Refusal.Reason.NO_SUCH_WEBHOOK) {
            throw new Failed(
                            ErrorCode.INVALID_ARGUMENT,
                            "Unable to validate the following destination configurations")
                    .detail("ArgumentValue", refusal.message());
        }
        Refusals.require(call, outcome);
        return HttpResponse.of(200);
    }
}
