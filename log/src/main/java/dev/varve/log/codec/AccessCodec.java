package dev.varve.log.codec;

import dev.varve.log.AccessGrant;
import dev.varve.log.AccessRight;
import dev.varve.log.AccessSettings;
import dev.varve.log.AccessSettings.Reach;
import dev.varve.log.SealedSecret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an access key may do, and its sealed secret.
public final class AccessCodec {
    private AccessCodec() {}

    public static void write(ByteWriter out, AccessSettings settings) {
        Instant expires = settings.expires();
        out.string(settings.label()).flag(settings.reach() == Reach.ALL).flag(expires != null);
        if (expires != null) {
            out.zigzag(expires.toEpochMilli());
        }
        out.varint(settings.grants().size());
        for (AccessGrant grant : settings.grants()) {
            out.u8(AccessRight.bits(grant.rights()));
            out.string(grant.bucket()).string(grant.prefix());
        }
    }

    public static AccessSettings readSettings(ByteReader in) {
        String label = in.string();
        Reach reach = in.flag() ? Reach.ALL : Reach.OWN;
        @Nullable Instant expires = in.flag() ? Instant.ofEpochMilli(in.zigzag()) : null;
        int count = in.count();
        List<AccessGrant> grants = new ArrayList<>(Math.min(count, AccessSettings.MAX_GRANTS));
        for (int i = 0; i < count; i++) {
            grants.add(new AccessGrant(AccessRight.ofBits(in.u8()), in.string(), in.string()));
        }
        return new AccessSettings(label, grants, reach, expires);
    }

    public static void write(ByteWriter out, SealedSecret secret) {
        out.varint(secret.dataKey()).sized(secret.sealed());
    }

    public static SealedSecret readSecret(ByteReader in) {
        return new SealedSecret(in.varint32(), in.sizedBytes());
    }
}
