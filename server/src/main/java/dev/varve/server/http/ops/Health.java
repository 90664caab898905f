package dev.varve.server.http.ops;

import dev.varve.server.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Whether the server lives and whether it should be sent requests. A check that throws or does not
/// answer in time has failed; one that hangs is not asked again until it comes back.
public final class Health {
    public static final Duration LIMIT = Duration.ofSeconds(2);

    private static final Executor VIRTUAL =
            task -> Thread.ofVirtual().name("varve-health").start(task);

    private final List<Running> checks;
    private final Duration limit;
    private volatile boolean draining;

    /// @param detail for people; no secrets, as anybody may ask
    public record Result(boolean ok, String detail) {
        public static final Result OK = new Result(true, "");
    }

    public record Check(String name, Supplier<Result> ask) {}

    public Health(List<Check> checks) {
        this(checks, LIMIT);
    }

    Health(List<Check> checks, Duration limit) {
        this.checks = checks.stream().map(Running::new).toList();
        this.limit = limit;
    }

    /// From now on not ready: no new requests, please.
    public void drain() {
        draining = true;
    }

    HttpResponse live() {
        String text = new JsonText().begin().field("status", "live").end().toString();
        return json(200, text);
    }

    HttpResponse ready() {
        checks.forEach(Running::begin);
        long end = System.nanoTime() + limit.toNanos();
        List<Result> results = checks.stream().map(check -> check.await(end)).toList();
        boolean ready = !draining && results.stream().allMatch(Result::ok);
        JsonText text = new JsonText().begin();
        text.field("status", draining ? "draining" : ready ? "ready" : "failing");
        text.beginList("checks");
        for (int i = 0; i < results.size(); i++) {
            Result result = results.get(i);
            text.begin().field("name", checks.get(i).check.name()).field("ok", result.ok());
            text.field("detail", result.detail()).end();
        }
        return json(ready ? 200 : 503, text.endList().end().toString());
    }

    private static HttpResponse json(int status, String text) {
        return HttpResponse.of(status, "application/json", text)
                .header("cache-control", "no-store");
    }

    private static final class Running {
        private final Check check;
        private @Nullable CompletableFuture<Result> asked;

        private Running(Check check) {
            this.check = check;
        }

        private synchronized void begin() {
            if (asked == null || asked.isDone()) {
                asked = CompletableFuture.supplyAsync(check.ask(), VIRTUAL);
            }
        }

        private Result await(long end) {
            CompletableFuture<Result> answer;
            synchronized (this) {
                answer = asked;
            }
            if (answer == null) {
                return new Result(false, "not asked");
            }
            try {
                return answer.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                return new Result(false, "no answer in time");
            } catch (ExecutionException | CompletionException e) {
                return new Result(false, String.valueOf(e.getCause()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Result(false, "interrupted");
            }
        }
    }
}
