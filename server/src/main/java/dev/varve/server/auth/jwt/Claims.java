package dev.varve.server.auth.jwt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What a token says, once its signature was found right. All that is asked for must be there.
record Claims(JsonNode payload) {
    private static final int LONGEST = 256;
    private static final int MOST_BUCKETS = 64;

    /// After the year 9999 nobody means what he says.
    private static final BigDecimal LATEST = BigDecimal.valueOf(253_402_300_799L);

    static Failed invalid(String why) {
        return new Failed(ErrorCode.INVALID_TOKEN, "The token is not valid: " + why + ".");
    }

    /// @throws Failed for a token that is of another issuer, for another audience or of another time
    void require(TokenConfig config, Instant now) {
        if (!text("iss").equals(config.issuer())) {
            throw invalid("it is of another issuer");
        }
        if (!audience().contains(config.audience())) {
            throw invalid("it is for another audience");
        }
        Instant issued = time("iat");
        Instant expires = time("exp");
        if (issued.isAfter(now.plus(config.skew()))) {
            throw invalid("it was issued in the future");
        }
        if (payload.has("nbf") && time("nbf").isAfter(now.plus(config.skew()))) {
            throw invalid("its time has not come");
        }
        Duration life = Duration.between(issued, expires);
        if (life.isNegative() || life.compareTo(config.maxLife()) > 0) {
            throw invalid("it is to live longer than " + config.maxLife());
        }
        if (!expires.plus(config.skew()).isAfter(now)) {
            throw new Failed(ErrorCode.EXPIRED_TOKEN, "The token expired at " + expires + ".");
        }
    }

    /// @throws Failed where there is no such text
    String text(String name) {
        JsonNode value = payload.path(name);
        if (!value.isTextual() || value.asText().isBlank() || value.asText().length() > LONGEST) {
            throw invalid("the claim " + name + " is missing or no text");
        }
        return value.asText();
    }

    private List<String> audience() {
        JsonNode value = payload.path("aud");
        return value.isArray() ? texts("aud") : List.of(text("aud"));
    }

    /// The texts of a list, which may be missing.
    List<String> texts(String name) {
        JsonNode value = payload.path(name);
        if (value.isMissingNode()) {
            return List.of();
        }
        if (!value.isArray() || value.size() > MOST_BUCKETS) {
            throw invalid("the claim " + name + " is no list of at most " + MOST_BUCKETS);
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode each : value) {
            if (!each.isTextual()) {
                throw invalid("the claim " + name + " is no list of texts");
            }
            texts.add(each.asText());
        }
        return texts;
    }

    private Instant time(String name) {
        JsonNode value = payload.path(name);
        if (!value.isNumber()
                || value.decimalValue().signum() < 0
                || value.decimalValue().compareTo(LATEST) > 0) {
            throw invalid("the claim " + name + " is missing or no time");
        }
        return Instant.ofEpochSecond(value.decimalValue().longValue());
    }
}
