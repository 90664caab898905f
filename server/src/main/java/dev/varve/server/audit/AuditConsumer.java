package dev.varve.server.audit;

import dev.varve.log.Position;
import dev.varve.projections.ProjectorState;
import dev.varve.server.consumers.Consumer;
import dev.varve.server.consumers.ConsumerRefusal;
import dev.varve.server.consumers.Status;
import dev.varve.server.consumers.Status.State;
import java.util.Map;
import java.util.Optional;

/// The audit view among the consumers: it needs of the journal what is not flushed yet.
public record AuditConsumer(AuditIndex index) implements Consumer {
    @Override
    public String name() {
        return "audit";
    }

    @Override
    public String about() {
        return "notes where in the journal things are told of, for the audit trail";
    }

    @Override
    public Status status() {
        ProjectorState state = index.projector().state();
        String error = state instanceof ProjectorState.Failed failed ? failed.cause() + "" : "";
        return new Status(
                state(state),
                index.position(),
                Math.max(0, index.projector().lag()),
                null,
                null,
                error.isEmpty() ? 0 : 1,
                error,
                Map.of());
    }

    private State state(ProjectorState state) {
        return switch (state) {
            case ProjectorState.Failed _ -> State.STOPPED;
            case ProjectorState.Idle _, ProjectorState.Running _ -> State.RUNNING;
            case ProjectorState.Stopped _ -> index.isPaused() ? State.PAUSED : State.CLOSED;
        };
    }

    @Override
    public void start() {}

    @Override
    public void pause() {
        index.pause();
    }

    @Override
    public void resume() {
        index.resume();
    }

    @Override
    public void replay(Position from) {
        throw new ConsumerRefusal(
                "it is a view: stop the server, delete view/audit, and it is made anew");
    }

    @Override
    public void runNow() {
        if (index.isPaused()) {
            throw new ConsumerRefusal("it is paused");
        }
        index.resume();
    }

    @Override
    public Optional<Position> needs() {
        return Optional.of(index.flushed().next());
    }

    @Override
    public void forget() {}

    @Override
    public void end() {}

    @Override
    public void close() {
        index.close();
    }
}
