package dev.varve.server.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// `docs/configuration.md`, made from the table of settings.
final class ConfigurationPage {
    /// Headings by the first part of a key, in the order of the page.
    private static final Map<String, String> SECTIONS = new LinkedHashMap<>();

    static {
        SECTIONS.put("", "The server");
        SECTIONS.put("admin", "The first user");
        SECTIONS.put("tls", "TLS");
        SECTIONS.put("access-log", "Access log");
        SECTIONS.put("metrics", "Metrics");
        SECTIONS.put("http", "Limits of HTTP");
        SECTIONS.put("api", "Browsers");
        SECTIONS.put("buckets", "New buckets");
        SECTIONS.put("journal", "Journal");
        SECTIONS.put("snapshots", "Snapshots");
        SECTIONS.put("blobs", "Blobs");
        SECTIONS.put("scrub", "Scrub");
        SECTIONS.put("recompress", "Recompression");
        SECTIONS.put("upkeep", "Work in the background");
        SECTIONS.put("view", "Object view");
        SECTIONS.put("history", "History");
        SECTIONS.put("uploads", "Uploads");
        SECTIONS.put("space", "Free space");
        SECTIONS.put("consumers", "What follows the journal");
        SECTIONS.put("limits", "Limits of the store");
        SECTIONS.put("staging", "Bodies that wait for a transaction");
        SECTIONS.put("jwt", "Tokens");
        SECTIONS.put("links", "Links");
        SECTIONS.put("fetch", "Fetching from URLs");
        SECTIONS.put("feed", "Events");
        SECTIONS.put("sql", "Tables of SQL");
        SECTIONS.put("webhooks", "Webhooks");
        SECTIONS.put("cluster", "Clusters");
    }

    private static final String HEAD =
            """
            # Configuration

            <!-- Made by ConfigurationPageTest from the table in Settings; it says how to make it anew. -->

            How a server is configured. A program that embeds the store is configured in code: see
            [embedding.md](embedding.md).

            Each setting is taken from the first of these that says something:

            1. the command line: `--data`, `--listen`, `--dev`, or `--set KEY=VALUE` for any of them
            2. the environment: the variable of the setting, or for a secret a file that the same name
               with `_FILE` at its end points to; a line end after the secret is dropped
            3. the TOML file that `--config` or `VARVE_CONFIG` names; there is none by default
            4. the default

            `tools/varve config print` shows each value in force and where it came from; secrets are
            masked. A key, a variable `VARVE_*` or a field that does not exist, a value that does not
            fit, and a thing said twice in one place stop the start with all of them named.

            ```toml
            data = "/var/lib/varve"
            listen = "0.0.0.0:9000"

            [http]
            max-connections = 2000
            idle-timeout = "30s"

            [[users]]
            id = "alice"
            access_key = "ALICESACCESSKEY"
            secret_key_file = "/etc/varve/alice.secret"
            scope = "photos/2026"
            ```

            | form | examples |
            |---|---|
            | sizes | `4096`, `64MiB`, `5GiB` (KiB, MiB, GiB, TiB) |
            | times | `500ms`, `30s`, `15m`, `24h` |
            | shares | `10%`, `0.1` |
            | lists | `a, b`, or as TOML: `["a", "b"]` |
            | nothing | `none`, where it is a default below, and for an empty list |

            In the file a dash and an underscore in a key are the same. Relative paths start where the
            server was started.

            **The default address is open to this machine only**, because what a new server offers is
            not yet protected: without [TLS](#tls) objects cross the network in the clear, and metrics
            are open without a [token](#metrics). `--listen 0.0.0.0:9000` opens it to all.
            """;

    private ConfigurationPage() {}

    static String render() {
        StringBuilder page = new StringBuilder(HEAD);
        SECTIONS.forEach((section, heading) -> page.append(section(section, heading)));
        List<List<String>> fields =
                Arrays.stream(UserField.values())
                        .map(field -> List.of("`" + field.key() + "`", field.description()))
                        .toList();
        List<List<String>> variables =
                EnvironmentReader.OTHERS.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> List.of("`" + entry.getKey() + "`", entry.getValue()))
                        .toList();
        page.append('\n')
                .append(listeners())
                .append('\n')
                .append(users(fields))
                .append('\n')
                .append(others(variables));
        return page.toString();
    }

    private static String listeners() {
        List<List<String>> rows =
                Arrays.stream(ListenerField.values())
                        .map(field -> List.of("`" + field.key() + "`", field.description()))
                        .toList();
        return """
        ## Listeners

        Without tables of this name the server has one port, `listen`, for everything. Each
        `[[listeners]]` table of the file is a port of its own; `listen` is opened beside them only where
        somebody sets it. What they are for is in [operations.md](operations.md#ports).

        | field | meaning |
        |---|---|
        %s

        ```toml
        [[listeners]]
        address = "10.0.0.5:9000"

        [[listeners]]
        address = "0.0.0.0:443"
        surfaces = ["s3", "api"]
        verbs = ["read"]
        tls_certificate_file = "/etc/varve/public.pem"
        tls_key_file = "/etc/varve/public.key"
        ```
        """
                .formatted(rows(rows));
    }

    private static String users(List<List<String>> rows) {
        return """
        ## Users

        Each `[[users]]` table of the file is a user, who owns what it creates.

        | field | meaning |
        |---|---|
        %s

        Keys and ids are unique. A secret that has fewer than 16 characters, is well known, repeats
        few characters or is the access key itself is refused, unless `--dev` is given. The same holds
        for `metrics.token`.

        Where no user is configured, the first start makes an admin, shows the keys once, and keeps
        them in the file `admin-key` of the data directory, which only its owner can read. Edit that
        file to change the keys; remove it to have new ones made. Configured users take its place;
        buckets of the user `admin` stay with whoever has that id.
        """
                .formatted(rows(rows));
    }

    private static String others(List<List<String>> rows) {
        return """
        ## Other variables

        | variable | meaning |
        |---|---|
        %s
        """
                .formatted(rows(rows));
    }

    private static String section(String section, String heading) {
        List<List<String>> rows =
                Settings.all().stream()
                        .filter(setting -> section(setting).equals(section))
                        .map(ConfigurationPage::row)
                        .toList();
        return "\n## "
                + heading
                + "\n\n| key | default | variable | meaning |\n|---|---|---|---|\n"
                + rows(rows)
                + "\n";
    }

    static String section(Setting<?> setting) {
        int dot = setting.key().indexOf('.');
        return dot < 0 ? "" : setting.key().substring(0, dot);
    }

    static boolean hasPlaceFor(Setting<?> setting) {
        return SECTIONS.containsKey(section(setting));
    }

    private static List<String> row(Setting<?> setting) {
        return List.of(
                "`" + setting.key() + "`",
                setting.fallbackShown(),
                String.join(", ", setting.variables()) + (setting.secret() ? " (secret)" : ""),
                setting.description());
    }

    private static String rows(List<List<String>> rows) {
        return rows.stream()
                .map(cells -> cells.stream().collect(Collectors.joining(" | ", "| ", " |")))
                .collect(Collectors.joining("\n"));
    }
}
