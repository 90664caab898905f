package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.QueryString;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class ListParametersTest {
    @Test
    void asksForThousandWithoutAnything() {
        assertThat(parse("")).isEqualTo(new ListParameters("", "", 1000, false));
        assertThat(parse("prefix=&delimiter=&max-keys=&encoding-type="))
                .isEqualTo(new ListParameters("", "", 1000, false));
    }

    @Test
    void capsMaxKeys() {
        assertThat(parse("max-keys=0").max()).isZero();
        assertThat(parse("max-keys=1000").max()).isEqualTo(1000);
        assertThat(parse("max-keys=1001").max()).isEqualTo(1000);
        assertThat(parse("max-keys=2147483647").max()).isEqualTo(1000);
    }

    @Test
    void refusesOtherMaxKeysAndEncodings() {
        for (String query :
                List.of(
                        "max-keys=-1",
                        "max-keys=abc",
                        "max-keys=1.5",
                        "max-keys=2147483648",
                        "encoding-type=URL",
                        "encoding-type=base64")) {
            assertThatThrownBy(() -> parse(query))
                    .as(query)
                    .asInstanceOf(InstanceOfAssertFactories.type(Failed.class))
                    .satisfies(failed -> {
                        assertThat(failed.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
                        assertThat(failed.details())
                                .containsEntry("ArgumentName", query.split("=", 2)[0])
                                .containsEntry("ArgumentValue", query.split("=", 2)[1]);
                    });
        }
    }

    @Test
    void encodesNamesOnlyWhenAsked() {
        assertThat(parse("").shown("a+b c/ü")).isEqualTo("a+b c/ü");
        assertThat(parse("encoding-type=url").shown("a+b c/ü")).isEqualTo("a%2Bb%20c/%C3%BC");
    }

    private static ListParameters parse(String query) {
        return ListParameters.of(QueryString.parse(query), "max-keys");
    }
}
