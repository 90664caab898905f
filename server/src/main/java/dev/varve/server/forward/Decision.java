package dev.varve.server.forward;

import dev.varve.replication.Member;
import java.util.List;

/// Who decides a request.
sealed interface Decision {
    Decision HERE = new Here();

    /// This node.
    record Here() implements Decision {}

    /// The first of these that can be reached; none of them is this node.
    ///
    /// @param owned whether it is the only one who may
    record At(List<Member> members, boolean owned) implements Decision {
        public At {
            members = List.copyOf(members);
        }
    }

    /// More than one, each a part of it.
    ///
    /// @param concern what it is that cannot be divided
    record Divided(List<Member> owners, Concern concern) implements Decision {
        public Divided {
            owners = List.copyOf(owners);
        }
    }
}
