package dev.varve.server.store;

import dev.varve.log.Provenance;
import dev.varve.log.WebhookName;
import dev.varve.log.WebhookSecret;
import dev.varve.log.WebhookSettings;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.Webhook;
import dev.varve.server.store.Refusal.Reason;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Who is told of changes. What a caller may do with webhooks is asked before.
public final class Webhooks {
    /// In a store.
    public static final int MOST = 100;

    /// Of one bucket.
    public static final int MOST_OF_BUCKET = 10;

    private static final String MARK = "whsec_";
    private static final int DRAWN = 32;
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;

    private final Core core;
    private final Provenance provenance;
    private final Seals seals;
    private final SecureRandom random = new SecureRandom();

    /// A webhook, and the only time that its new secret is told.
    public record Made(Webhook webhook, String secret) {
        @Override
        public String toString() {
            return "Made[" + webhook.name() + "]";
        }
    }

    Webhooks(Core core, Provenance provenance, Seals seals) {
        this.core = core;
        this.provenance = provenance;
        this.seals = seals;
    }

    /// @param secret one is drawn where none is given
    /// @throws IllegalArgumentException when it is not one, see [#bytes]
    public Outcome<Made> create(
            WebhookName name, WebhookSettings settings, Optional<String> secret) {
        String used = secret.orElseGet(this::draw);
        return core.run(
                        new WebhookCommands.Create(name, settings, List.of(seal(name, used))),
                        provenance)
                .map(webhook -> new Made(webhook, used));
    }

    /// @param seen the webhook as the change was allowed; one that is otherwise by now is a conflict
    public Outcome<Webhook> change(Webhook seen, WebhookSettings settings) {
        return core.run(new WebhookCommands.Change(seen, settings, seen.secrets()), provenance);
    }

    /// From now on a new secret signs; the one before it signs too until a moment, and any before
    /// that one no more.
    public Outcome<Made> rotate(Webhook seen, Instant until) {
        String secret = draw();
        List<WebhookSecret> secrets = new ArrayList<>();
        secrets.add(seal(seen.name(), secret));
        secrets.add(seen.secrets().getFirst().endingAt(until));
        return core.run(new WebhookCommands.Change(seen, seen.settings(), secrets), provenance)
                .map(webhook -> new Made(webhook, secret));
    }

    /// It delivers nothing any more, and its dead letters go.
    public Outcome<WebhookName> remove(Webhook seen) {
        return core.run(new WebhookCommands.Remove(seen), provenance);
    }

    public Optional<Webhook> find(WebhookName name) {
        return core.read(view -> view.webhook(name));
    }

    /// All of them, by name.
    public List<Webhook> list() {
        return core.read(view -> view.webhooks("", MOST));
    }

    /// Reads one consistent state of the view, for what deliveries say.
    public <R> R read(Function<ObjectReader, R> query) {
        return core.read(query);
    }

    /// The secrets that sign at a moment, the one in use first.
    public List<String> secretsOf(Webhook webhook, Instant now) {
        return webhook.secrets().stream()
                .filter(secret -> secret.signsAt(now))
                .map(secret -> seals.open(owner(webhook.name()), secret.sealed()))
                .toList();
    }

    private WebhookSecret seal(WebhookName name, String secret) {
        bytes(secret);
        return new WebhookSecret(seals.seal(owner(name), secret), null);
    }

    private static String owner(WebhookName name) {
        return "webhook " + name;
    }

    private String draw() {
        byte[] drawn = new byte[DRAWN];
        random.nextBytes(drawn);
        return MARK + Base64.getEncoder().encodeToString(drawn);
    }

    /// What a secret stands for: the key of the signatures.
    ///
    /// @throws IllegalArgumentException when it is not `whsec_` and 24 to 64 bytes in base64
    public static byte[] bytes(String secret) {
        if (secret.startsWith(MARK)) {
            byte[] bytes = Base64.getDecoder().decode(secret.substring(MARK.length()));
            if (bytes.length >= SHORTEST && bytes.length <= LONGEST) {
                return bytes;
            }
        }
        throw new IllegalArgumentException(
                "a secret is " + MARK + " and " + SHORTEST + " to " + LONGEST + " bytes in base64");
    }

    static Refusal noWebhook(WebhookName name) {
        return Refusal.of(Reason.NO_SUCH_WEBHOOK, "there is no webhook '" + name + "'");
    }
}
