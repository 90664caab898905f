package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import dev.varve.server.store.ObjectBody;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.surface.ObjectContent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ObjectContentTest {
    @RegisterExtension static final S3Kit KIT = new S3Kit();

    /// An object of ten bytes of which only some come.
    private static ObjectBody body(int present, AtomicInteger closed) {
        KIT.put("k", "0123456789");
        ReadRequest request = ReadRequest.of(new BucketName(KIT.bucket()), ObjectKey.of("k"));
        try (ObjectBody real = KIT.store().get(request).orThrow()) {
            return new ObjectBody(
                    real.version(),
                    real.range(),
                    new ByteArrayInputStream(new byte[present]) {
                        @Override
                        public void close() {
                            closed.incrementAndGet();
                        }
                    });
        }
    }

    @Test
    void breaksOffWhereBytesAreMissing() {
        ObjectContent content = new ObjectContent(body(7, new AtomicInteger()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThatThrownBy(() -> content.writeTo(out)).isInstanceOf(EOFException.class);
        assertThat(out.size()).isEqualTo(7);
    }

    @Test
    void tellsOfBytesTooMany() {
        ObjectContent content = new ObjectContent(body(12, new AtomicInteger()));

        assertThatThrownBy(() -> content.writeTo(new ByteArrayOutputStream()))
                .isInstanceOf(EOFException.class)
                .hasMessageContaining("12 of 10");
    }

    @Test
    void closesWhatItSent() {
        AtomicInteger closed = new AtomicInteger();

        new ObjectContent(body(10, closed)).close();

        assertThat(closed).hasValue(1);
    }
}
