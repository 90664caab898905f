package dev.varve.server.api.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.DigestAlgorithm;
import dev.varve.server.http.Failed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeclaredDigestTest {
    @Test
    void readsWhatTusWrites() {
        assertThat(DeclaredDigest.parse("x", "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=").value())
                .hasToString("2aae6c35c94fcfb415dbe95f408b9ce91ee846ed");
        assertThat(DeclaredDigest.parse("x", "crc32 AAAAAA==").algorithm())
                .isEqualTo(DigestAlgorithm.CRC32);
        assertThat(DeclaredDigest.names()).startsWith("md5,sha1,sha256,crc32");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "sha1",
                "sha1 ",
                "SHA1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=",
                "sha512 Kq5sNclPz7QV2+lfQIuc6R7oRu0=",
                "sha1 Kq5sNclPz7QV2",
                "sha1 !!!!",
                "md5 Kq5sNclPz7QV2+lfQIuc6R7oRu0="
            })
    void refusesAllElse(String text) {
        assertThatThrownBy(() -> DeclaredDigest.parse("x", text)).isInstanceOf(Failed.class);
    }
}
