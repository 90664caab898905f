package dev.varve.server.http.helidon;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.RateLimiter;
import dev.varve.server.http.RequestObserver;
import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request and its answer: admit, handle, settle what is left of the body, send, tell observers,
/// and end the connection if it cannot go on. Every request gets exactly one answer, or none that
/// could be mistaken for a whole one.
final class Exchange {
    private static final byte[] CONTINUE =
            "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    static final String INTERNAL = "We encountered an internal error. Please try again.";

    private static final int FIRST_REFUSAL = 400;
    private static final Logger log = LoggerFactory.getLogger(Exchange.class);

    private final Connection connection;
    private final Services services;
    private final HelidonRequest request;
    private final Answer answer;
    private boolean turn;

    Exchange(Connection connection, Ticket ticket, RoutingRequest from, RoutingResponse response) {
        this.connection = connection;
        this.services = connection.services();
        this.request = new HelidonRequest(services.ids().next(), from, ticket);
        this.answer = new Answer(request, from, response, ticket);
    }

    void run() {
        RequestObserver observer = services.hooks().observer();
        observer.started(request);
        try {
            answerExpectation();
            send(handled());
        } catch (Error e) { // Helidon would swallow it.
            log.error("Request {} failed", request.id(), e);
            connection.broke();
            throw e;
        } finally {
            endTurn();
            observer.finished(request, answer.served());
        }
        end();
    }

    /// A client may ask before it sends nothing at all. botocore then needs the same word as for a
    /// body: after any other it takes the next answer on the connection for something it is not.
    private void answerExpectation() {
        if (!connection.isHttp2() && request.body().isAskedForInVain()) {
            connection.dataWriter().writeNow(BufferData.create(CONTINUE));
        }
    }

    private HttpResponse handled() {
        try {
            Failed problem = request.problem();
            if (problem != null) {
                answer.closeIf(true);
                throw problem;
            }
            admit();
            return services.handler().handle(request);
        } catch (RuntimeException e) { // The edge: all that goes wrong is told to the client.
            return error(e);
        }
    }

    private HttpResponse error(Exception e) {
        Failed failed =
                e instanceof Failed known ? known : new Failed(ErrorCode.INTERNAL_ERROR, INTERNAL);
        if (failed != e) {
            log.error("Request {} failed: {}", request.id(), request.note().operation(), e);
        }
        return services.hooks().errors().render(failed, request.id(), request.rawPath());
    }

    private void admit() {
        if (services.handler().isUrgent(request)) {
            return;
        }
        services.addresses().require("address", request.remoteAddress(), request.note());
        if (!awaitTurn()) {
            throw RateLimiter.slowDown(1);
        }
        turn = true;
    }

    private boolean awaitTurn() {
        long wait = services.config().requests().patience().toNanos();
        try {
            return services.turns().tryAcquire()
                    || services.turns().tryAcquire(wait, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void endTurn() {
        if (turn) {
            turn = false;
            services.turns().release();
        }
    }

    /// Who is refused holds nothing worth a turn, and so may not keep one by being slow; nor may who
    /// stays for good.
    private void send(HttpResponse response) {
        if (response.status() >= FIRST_REFUSAL || response.content().lasts()) {
            endTurn();
        }
        answer.closeIf(connection.isDraining());
        if (!connection.isHttp2()) {
            answer.closeIf(!request.body().settle(services.config().requests().drainBytes()));
        }
        try {
            answer.send(Compression.of(request, response));
        } catch (IOException | RuntimeException e) { // A body that fails, or a client that left.
            if (answer.isClientGone()) {
                log.debug("Request {}: the client is gone", request.id(), e);
            } else if (answer.isStarted()) {
                log.error("Request {} failed while its answer was sent", request.id(), e);
            } else {
                sendInstead(error(e));
            }
        }
    }

    private void sendInstead(HttpResponse error) {
        try {
            answer.send(error);
        } catch (IOException | RuntimeException e) { // Nothing more can be said.
            log.debug("Request {}: the client is gone", request.id(), e);
        }
    }

    private void end() {
        if (!answer.isComplete()) {
            if (!connection.isHttp2()) {
                connection.cut();
            }
            throw new CloseConnectionException("An answer was cut off");
        }
        if (connection.isHttp2()) {
            request.body().settle(Long.MAX_VALUE);
        } else if (answer.isLast()) {
            throw new CloseConnectionException("The last answer on this connection");
        }
    }
}
