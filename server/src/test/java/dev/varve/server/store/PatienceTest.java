package dev.varve.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class PatienceTest {
    @Test
    void givesAnAnswerThatComesInTime() throws Exception {
        try (Patience patience = new Patience(Duration.ofSeconds(30))) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> answer.complete("yes"));
            assertThat(patience.await(answer)).isEqualTo("yes");
            assertThat(patience.await(answer)).isEqualTo("yes");
        }
    }

    @Test
    void endsAWaitThatIsTooLongAndLeavesTheAnswerOpen() {
        try (Patience patience = new Patience(Duration.ofMillis(50))) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            assertThatThrownBy(() -> patience.await(answer))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessage("no answer within PT0.05S");
            assertThat(answer).isNotDone();
            assertThat(answer.complete("late")).isTrue();
        }
    }

    @Test
    void handsOnWhatTheAnswerFailedWith() {
        try (Patience patience = new Patience(Duration.ofSeconds(30))) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            IllegalStateException cause = new IllegalStateException("broken");
            Thread.ofVirtual().start(() -> answer.completeExceptionally(cause));
            assertThatThrownBy(() -> patience.await(answer))
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCause(cause);
        }
    }

    @Test
    void endsAllWaitsWhenItIsClosed() throws Exception {
        Patience patience = new Patience(Duration.ofSeconds(30));
        CompletableFuture<String> answer = new CompletableFuture<>();
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread waiting =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                patience.await(answer);
                            } catch (Exception e) { // whatever it is, it is the result
                                end.complete(e);
                            }
                        });
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        patience.close();
        assertThat(end.get()).isInstanceOf(TimeoutException.class);
    }
}
