package dev.varve.tools.client;

import dev.varve.tools.s3.AccessKey;
import dev.varve.tools.s3.Field;
import dev.varve.tools.s3.Payload;
import dev.varve.tools.s3.S3Request;
import dev.varve.tools.s3.Signer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;

/// How requests say who sends them.
sealed interface Login {
    /// The headers to send, those of the request among them.
    ///
    /// @param host as in the header `host`
    List<Field> headers(ApiRequest request, String host);

    record Nobody() implements Login {
        @Override
        public List<Field> headers(ApiRequest request, String host) {
            return request.headers();
        }
    }

    /// The secret itself, for connections that nobody listens to.
    record Basic(AccessKey key) implements Login {
        @Override
        public List<Field> headers(ApiRequest request, String host) {
            String pair = key.id() + ":" + key.secret();
            String encoded =
                    Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
            return request.header("authorization", "Basic " + encoded).headers();
        }
    }

    /// Signatures, with which the secret never leaves this machine.
    record Signed(Signer signer) implements Login {
        static Signed of(AccessKey key, String region) {
            return new Signed(new Signer(key, region, InstantSource.system()));
        }

        @Override
        public List<Field> headers(ApiRequest request, String host) {
            S3Request signed = S3Request.of(request.method(), request.path());
            request.query().forEach(field -> signed.query(field.name(), field.value()));
            request.headers().forEach(field -> signed.header(field.name(), field.value()));
            if (request.body() instanceof Content.Whole whole) {
                signed.body(whole.bytes().toArray());
                return signer.begin(signed, host, Payload.HASHED).headers();
            }
            return signer.begin(signed, host, Payload.UNSIGNED).headers();
        }
    }

    /// The query as it is sent and signed.
    static String query(ApiRequest request) {
        S3Request plain = S3Request.of(request.method(), request.path());
        request.query().forEach(field -> plain.query(field.name(), field.value()));
        return plain.rawQuery();
    }
}
