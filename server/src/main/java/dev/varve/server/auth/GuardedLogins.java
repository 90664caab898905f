package dev.varve.server.auth;

import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.QueryString;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An [Authenticator] that a [LoginGuard] watches, and that tells which key was used.
///
/// @param used told of each key that somebody came in with
public record GuardedLogins(Authenticator logins, LoginGuard guard, Consumer<Principal> used)
        implements Authenticator {
    private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/,\\s]+)/");
    private static final Pattern V2 = Pattern.compile("AWS ([^:\\s]+):");

    @Override
    public Authenticated authenticate(HttpRequest request) {
        if (isAnonymous(request)) {
            return logins.authenticate(request);
        }
        Authenticated authenticated =
                guard.check(request, () -> claimed(request), () -> logins.authenticate(request));
        used.accept(authenticated.principal());
        return authenticated;
    }

    private static boolean isAnonymous(HttpRequest request) {
        return !request.headers().has("authorization") && claimed(request.query()).isEmpty();
    }

    /// The same for those who post forms.
    public static PostPolicy.Forms of(
            PostPolicy.Forms forms, LoginGuard guard, Consumer<Principal> used) {
        return (request, bucket, fields) -> {
            if (claimed(fields).isEmpty()) {
                return forms.verify(request, bucket, fields);
            }
            PostPolicy.Verified verified =
                    guard.check(
                            request,
                            () -> claimed(fields),
                            () -> forms.verify(request, bucket, fields));
            used.accept(verified.authenticated().principal());
            return verified;
        };
    }

    /// The key that a request says it is by. Nothing of this is proved.
    private static Optional<String> claimed(HttpRequest request) {
        String header = request.headers().get("authorization", "");
        Matcher v4 = CREDENTIAL.matcher(header);
        if (v4.find()) {
            return Optional.of(v4.group(1));
        }
        Matcher v2 = V2.matcher(header);
        if (v2.lookingAt()) {
            return Optional.of(v2.group(1));
        }
        Optional<KeyAndSecret> plain = KeyAndSecret.in(header);
        return plain.isPresent() ? plain.map(KeyAndSecret::key) : claimed(request.query());
    }

    private static Optional<String> claimed(QueryString query) {
        return query.first("X-Amz-Credential")
                .map(GuardedLogins::keyOf)
                .or(() -> query.first("AWSAccessKeyId"));
    }

    private static Optional<String> claimed(Map<String, String> fields) {
        TreeMap<String, String> form = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        form.putAll(fields);
        return Optional.ofNullable(form.get("x-amz-credential"))
                .map(GuardedLogins::keyOf)
                .or(() -> Optional.ofNullable(form.get("awsaccesskeyid")));
    }

    private static String keyOf(String credential) {
        int slash = credential.indexOf('/');
        return slash < 0 ? credential : credential.substring(0, slash);
    }
}
