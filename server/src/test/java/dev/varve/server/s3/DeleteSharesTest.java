package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.xml.DeleteDocument;
import dev.varve.server.s3.xml.DeleteDocument.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeleteSharesTest {
    private static final Entry ENTRY =
            new Entry("k", Optional.of("v"), Optional.empty(), Optional.empty(), Optional.empty());

    private final DeleteShares shares = new DeleteShares(new DeleteDocument(List.of(ENTRY), true));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void tellsWhyAnItemFailedThoughOnlyErrorsAreWanted() throws IOException {
        Failed why = new Failed(ErrorCode.OWNER_UNAVAILABLE, "north cannot be reached.");
        HttpResponse answer = shares.answer(List.of(shares.failed(0, why)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        answer.content().writeTo(out);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        "<Error><Key>k</Key><VersionId>v</VersionId><Code>OwnerUnavailable</Code>"
                                + "<Message>north cannot be reached.</Message></Error>");
    }

    @Test
    void readsWhyAMemberRefusedItsShare() {
        Failed failed =
                shares.refusal(
                                bytes(
                                        "<Error><Code>AccessDenied</Code><Message>no</Message>"
                                                + "</Error>"))
                        .orElseThrow();
        assertThat(failed.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(failed.text()).isEqualTo("no");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "no XML", "<Error/>", "<Error><Code>NobodyKnowsThisOne</Code></Error>"})
    void knowsNothingOfOtherRefusals(String answer) {
        assertThat(shares.refusal(bytes(answer))).isEmpty();
    }
}
