package dev.varve.projections.objects;

import dev.varve.log.Bytes;
import dev.varve.log.NodeId;
import dev.varve.log.Stamp;
import java.util.List;

/// Who belongs to the cluster since an epoch began.
///
/// @param by the event that said so
public record Cluster(long epoch, List<NodeId> members, Bytes layout, Stamp by) {}
