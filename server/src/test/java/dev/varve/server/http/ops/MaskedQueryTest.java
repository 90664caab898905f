package dev.varve.server.http.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MaskedQueryTest {
    @Test
    void masksWhatWouldLetAReaderUseTheRequest() {
        assertThat(
                        MaskedQuery.of(
                                "X-Amz-Algorithm=A&X-Amz-Credential=AK%2F2026&X-Amz-Date=D"
                                        + "&X-Amz-Security-Token=T&X-Amz-Signature=abc&versionId=1"))
                .isEqualTo(
                        "X-Amz-Algorithm=A&X-Amz-Credential=***&X-Amz-Date=D"
                                + "&X-Amz-Security-Token=***&X-Amz-Signature=***&versionId=1");
        assertThat(MaskedQuery.of("AWSAccessKeyId=AK&Expires=1&Signature=s%3D"))
                .isEqualTo("AWSAccessKeyId=***&Expires=1&Signature=***");
    }

    @Test
    void isNotFooledByEscapesOrCase() {
        assertThat(MaskedQuery.of("X-Amz-Signatur%65=abc&x-amz-SIGNATURE=def"))
                .isEqualTo("X-Amz-Signatur%65=***&x-amz-SIGNATURE=***");
    }

    @Test
    void keepsAllElseAsItWas() {
        for (String query : new String[] {"", "a", "a=", "a=b=c&&d", "%zz=1", "&"}) {
            assertThat(MaskedQuery.of(query)).isEqualTo(query);
        }
    }
}
