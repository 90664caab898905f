package dev.varve.server.forward;

import dev.varve.replication.Member;
import dev.varve.server.http.Share;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How a batch is divided among several members.
///
/// @param own what this node does; may be none
/// @param others what each other owner does, in the order in which the batch comes to them
record Shares(Share own, Map<Member, Share> others) {
    Shares {
        others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
    }

    List<Member> owners() {
        return List.copyOf(others.keySet());
    }
}
