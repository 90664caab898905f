package dev.varve.server.surface;

import dev.varve.log.BucketSettings;
import dev.varve.log.Bytes;
import java.util.List;
import java.util.Optional;

/// The rules of one bucket; the first that fits counts.
public record CorsRules(List<CorsRule> rules) {
    /// The kind of a bucket's document that holds them.
    public static final String DOCUMENT = "cors";

    public static final CorsRules NONE = new CorsRules(List.of());
    public static final int MOST = 100;
    public static final int MAX_BYTES = 64 << 10;

    /// @throws IllegalArgumentException for too many
    public CorsRules {
        rules = List.copyOf(rules);
        if (rules.size() > MOST) {
            throw new IllegalArgumentException("there can be no more than " + MOST + " rules");
        }
    }

    public static CorsRules of(BucketSettings settings) {
        Bytes document = settings.documents().get(DOCUMENT);
        return document == null ? NONE : CorsCodec.read(document);
    }

    /// Empty where there are no rules.
    ///
    /// @throws IllegalArgumentException for rules that are too long together
    public Optional<Bytes> document() {
        if (rules.isEmpty()) {
            return Optional.empty();
        }
        Bytes document = CorsCodec.write(this);
        if (document.length() > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "rules have at most " + MAX_BYTES + " bytes together");
        }
        return Optional.of(document);
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /// @param headers that the request is to carry
    Optional<CorsRule> match(String origin, String method, List<String> headers) {
        return rules.stream()
                .filter(rule -> rule.allowsOrigin(origin) && rule.allowsMethod(method))
                .filter(rule -> headers.stream().allMatch(rule::allowsHeader))
                .findFirst();
    }
}
