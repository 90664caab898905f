package dev.varve.server.store;

import dev.varve.projections.objects.ObjectReader;

/// Forgets what is kept for events of other members that come late, once none can. It appends no event, since
/// what a node keeps so is its own affair.
///
/// @param limit of rows
record KeptCommand(Duties duties, int limit) implements Command<Integer> {
    @Override
    public Decision<Integer> decide(ObjectReader view, Context context) {
        return new Decision.Local<>(room -> room.forgetKept(duties.stable(room.view()), limit));
    }

    @Override
    public boolean grows() {
        return false;
    }
}
