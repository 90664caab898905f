package dev.varve.server.config;

import dev.varve.server.fetch.PostSettings;
import dev.varve.server.http.AddressRange;
import java.util.List;

/// The rows about webhooks in the table of [Settings].
final class WebhookTable {
    static final Setting<List<String>> HOSTS =
            Setting.of(
                    "webhooks.private-hosts",
                    Type.text(
                                    "host names, such as hooks.internal, or .internal for all below it",
                                    "\\.?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?")
                            .list(),
                    PostSettings.DEFAULT.hosts(),
                    "hosts that webhooks may reach on private networks and this machine; others only on"
                            + " the public Internet");

    static final Setting<List<AddressRange>> RANGES =
            Setting.of(
                    "webhooks.private-ranges",
                    HttpTypes.RANGE.list(),
                    PostSettings.DEFAULT.ranges(),
                    "the same by address; never where clouds keep secrets of machines, nor this server"
                            + " itself");

    private WebhookTable() {}

    static List<Setting<?>> all() {
        return List.of(HOSTS, RANGES);
    }
}
