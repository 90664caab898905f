package dev.varve.server.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewBucketNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"abc", "a.b-c", "0bucket", "xn-ok", "my-s3alias-x", "at--at"})
    void takesNamesOfS3(String name) {
        assertThat(NewBucketName.of(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ab",
                "Bucket",
                "a_b",
                "-abc",
                "abc-",
                "a..b",
                "192.168.1.1",
                "bucket/x",
                "ü-bucket",
                "bucket--at--2026",
                "xn--bucket",
                "sthree-bucket",
                "amzn-s3-demo-bucket",
                "bucket-s3alias",
                "bucket--ol-s3",
                "bucket.mrap",
                "bucket--x-s3",
                "bucket--table-s3",
                "a123456789012345678901234567890123456789012345678901234567890123"
            })
    void refusesInvalidAndReservedNames(String name) {
        assertThatThrownBy(() -> NewBucketName.of(name))
                .asInstanceOf(InstanceOfAssertFactories.type(Failed.class))
                .extracting(Failed::code)
                .isEqualTo(ErrorCode.INVALID_BUCKET_NAME);
    }
}
