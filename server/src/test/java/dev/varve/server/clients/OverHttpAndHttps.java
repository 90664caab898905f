package dev.varve.server.clients;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/// A test that takes a [LiveServer] and runs with both kinds. All tests share the two servers, which
/// stop after the last test.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(autoCloseArguments = false)
@ArgumentsSource(OverHttpAndHttps.Servers.class)
@interface OverHttpAndHttps {
    class Servers implements ArgumentsProvider {
        private static final Namespace NAMESPACE = Namespace.create(LiveServer.class);

        @Override
        public Stream<Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext context) {
            return Arrays.stream(Scheme.values())
                    .map(scheme -> Arguments.of(server(scheme, context)));
        }

        static LiveServer server(Scheme scheme, ExtensionContext context) {
            return context.getRoot()
                    .getStore(NAMESPACE)
                    .computeIfAbsent(scheme, absent -> LiveServer.start(scheme), LiveServer.class);
        }
    }

    class PlainServer implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext context) {
            return Stream.of(Arguments.of(Servers.server(Scheme.HTTP, context)));
        }
    }
}
