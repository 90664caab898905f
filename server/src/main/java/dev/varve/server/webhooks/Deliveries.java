package dev.varve.server.webhooks;

import dev.varve.log.BucketId;
import dev.varve.log.OnwardClock;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.WebhookSettings;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.Webhook;
import dev.varve.server.consumers.Chore;
import dev.varve.server.consumers.ConsumerRefusal;
import dev.varve.server.consumers.Consumers;
import dev.varve.server.consumers.Status;
import dev.varve.server.fetch.PostReach;
import dev.varve.server.fetch.Poster;
import dev.varve.server.store.Varve;
import dev.varve.server.store.Webhooks;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Everything that delivers: for each webhook a consumer of its own. Safe for any number of threads.
public final class Deliveries {
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final Webhooks webhooks;
    private final Consumers consumers;
    private final Ledger ledger;
    private final Sender sender;
    private final InstantSource clock;
    private final Target.Tools tools;
    private final Map<Position, Target> targets = new HashMap<>();
    private final SecureRandom random = new SecureRandom();

    /// What a try showed.
    ///
    /// @param error empty where it was taken
    public record Tried(boolean taken, String error, long millis) {}

    private Deliveries(Varve varve, Sender sender, InstantSource clock, String region) {
        this.webhooks = varve.webhooks(Provenance.SYSTEM);
        this.consumers = varve.consumers();
        this.ledger = new Ledger(consumers.state());
        this.sender = sender;
        this.clock = clock;
        Facts facts =
                new Facts() {
                    @Override
                    public <R> R read(Function<ObjectReader, R> query) {
                        return webhooks.read(query);
                    }
                };
        this.tools =
                new Target.Tools(
                        new Expansion(facts),
                        new Matching(facts),
                        new Courier.Tools(
                                sender,
                                new Messages(facts, region),
                                new OwnAdmin(),
                                new OnwardClock(clock),
                                random));
    }

    /// Begins to deliver, until the store is closed.
    ///
    /// @param region as S3's events name it
    public static Deliveries start(
            Varve varve, PostReach policy, InstantSource clock, String region) {
        Webhooks secrets = varve.webhooks(Provenance.SYSTEM);
        return start(varve, new HttpSender(new Poster(policy), secrets, clock), clock, region);
    }

    static Deliveries start(Varve varve, Sender sender, InstantSource clock, String region) {
        Deliveries all = new Deliveries(varve, sender, clock, region);
        all.forgetRemoved();
        all.look();
        all.consumers.add(
                Chore.of(
                        "webhooks",
                        "begins and ends deliveries as webhooks come and go",
                        LOOK_EVERY,
                        _ -> all.look()));
        return all;
    }

    private void forgetRemoved() {
        ledger.retain(webhooks.list().stream().map(Webhook::mark).collect(Collectors.toSet()));
    }

    /// As webhooks are now.
    public synchronized void look() {
        Map<Position, Webhook> now = byMark();
        List<Target> gone =
                targets.values().stream()
                        .filter(target -> !now.containsKey(target.webhook().mark()))
                        .toList();
        for (Target target : gone) {
            targets.remove(target.webhook().mark());
            consumers.remove(target.name());
        }
        if (!gone.isEmpty()) {
            ledger.retain(now.keySet());
        }
        now.values().forEach(this::take);
    }

    /// Of two that another member made so soon after each other that this node heard of both by one event,
    /// only one is told.
    private Map<Position, Webhook> byMark() {
        return webhooks.list().stream()
                .collect(Collectors.toMap(Webhook::mark, each -> each, (one, _) -> one));
    }

    private void take(Webhook webhook) {
        Target known = targets.get(webhook.mark());
        if (known == null) {
            Target fresh = new Target(webhook, consumers.followed(), ledger, tools);
            targets.put(webhook.mark(), fresh);
            consumers.add(fresh);
        } else if (!known.webhook().equals(webhook)) {
            known.change(webhook);
        }
    }

    private synchronized Target target(Webhook webhook) {
        look();
        Target target = targets.get(webhook.mark());
        if (target == null) {
            throw new ConsumerRefusal("the webhook '" + webhook.name() + "' was removed");
        }
        return target;
    }

    public Status status(Webhook webhook) {
        return target(webhook).status();
    }

    /// Delivers something that is no event, once, now, whether the webhook is enabled or not.
    public Tried test(Webhook webhook) {
        byte[] drawn = new byte[12];
        random.nextBytes(drawn);
        String id = "test-" + HexFormat.of().formatHex(drawn);
        long begun = System.nanoTime();
        Sender.Answer answer =
                sender.send(webhook, Messages.test(webhook.name().value(), id, clock.instant()));
        long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        return switch (answer) {
            case Sender.Answer.Taken _ -> new Tried(true, "", millis);
            case Sender.Answer.Refused refused -> new Tried(false, refused.why(), millis);
        };
    }

    /// Dead letters, the oldest first.
    public List<DeadLetter> dead(Webhook webhook, int limit) {
        return ledger.dead(webhook.mark(), _ -> true, limit);
    }

    public Optional<DeadLetter> dead(Webhook webhook, String id) {
        return ledger.dead(webhook.mark(), withId(id), 1).stream().findFirst();
    }

    private static Predicate<DeadLetter> withId(String id) {
        return letter -> letter.message().id().equals(id);
    }

    /// Tries dead letters again; answers how many.
    ///
    /// @param id of one; empty for all
    public int retry(Webhook webhook, Optional<String> id) {
        Target target = target(webhook);
        List<DeadLetter> letters = chosen(webhook, id);
        ledger.replace(
                webhook.mark(), letters.stream().map(letter -> letter.queued(true)).toList());
        target.retry();
        return letters.size();
    }

    /// Forgets dead letters; answers how many.
    ///
    /// @param id of one; empty for all
    public int drop(Webhook webhook, Optional<String> id) {
        List<DeadLetter> letters = chosen(webhook, id);
        ledger.drop(webhook.mark(), letters);
        return letters.size();
    }

    private List<DeadLetter> chosen(Webhook webhook, Optional<String> id) {
        Predicate<DeadLetter> wanted =
                id.map(Deliveries::withId).orElse(letter -> !letter.queued());
        return ledger.dead(webhook.mark(), wanted, Ledger.MOST_DEAD);
    }

    /// Delivers again what came from a position on.
    ///
    /// @throws ConsumerRefusal when the journal does not reach there
    public void replay(Webhook webhook, Position from) {
        target(webhook).replay(from);
    }

    /// What deliveries do to webhooks themselves; where somebody changed one meanwhile, it is looked at
    /// again soon.
    private final class OwnAdmin implements Courier.Admin {
        @Override
        public Webhook disable(Webhook webhook, String why) {
            WebhookSettings disabled = webhook.settings().disabled(why);
            webhooks.change(webhook, disabled);
            return new Webhook(
                    webhook.name(),
                    disabled,
                    webhook.secrets(),
                    webhook.since(),
                    webhook.created(),
                    webhook.creator());
        }

        @Override
        public void remove(Webhook webhook) {
            webhooks.remove(webhook);
        }

        @Override
        public boolean exists(BucketId bucket) {
            return webhooks.read(view -> view.bucket(bucket)).isPresent();
        }
    }
}
