package dev.varve.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlteredRequestTest {
    /// These are derived from what the others say.
    private static final Set<String> DERIVED = Set.of("clientId", "recordedId");

    private record Same(HttpRequest sent) implements AlteredRequest {}

    @Test
    void saysWhatTheRequestSaysThatWasSent() throws ReflectiveOperationException {
        List<String> asked = new ArrayList<>();
        HttpRequest sent =
                (HttpRequest)
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {HttpRequest.class},
                                (_, method, _) -> {
                                    asked.add(method.getName());
                                    return nothing(method.getReturnType());
                                });
        AlteredRequest same = new Same(sent);
        for (Method method : HttpRequest.class.getMethods()) {
            if (!DERIVED.contains(method.getName())) {
                asked.clear();
                method.invoke(same);
                assertThat(asked).as("asked for %s", method).containsExactly(method.getName());
            }
        }
    }

    private static @Nullable Object nothing(Class<?> type) {
        if (type == boolean.class) {
            return false;
        }
        return type == long.class ? 0L : null;
    }
}
