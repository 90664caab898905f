package dev.varve.server.config;

import dev.varve.log.AccessGrant;
import dev.varve.log.AccessSettings.Reach;
import dev.varve.server.auth.Rights;
import dev.varve.server.auth.User;
import java.util.ArrayList;
import java.util.List;

/// What is in force, and why: every setting with its source, and the [ServerConfig] they make.
public final class Configuration {
    private final ServerConfig server;
    private final List<Entry> entries;
    private final List<String> warnings;

    /// One line of `varve config print`; secrets are masked in `value`.
    public record Entry(String key, String value, Source source) {}

    private Configuration(ServerConfig server, List<Entry> entries, List<String> warnings) {
        this.server = server;
        this.entries = List.copyOf(entries);
        this.warnings = List.copyOf(warnings);
    }

    /// @throws ConfigException with everything that is wrong, and nothing of any secret
    public static Configuration load(Inputs inputs) {
        Problems problems = new Problems();
        TomlFile.Read file =
                inputs.chosenFile()
                        .map(path -> TomlFile.read(path, problems))
                        .orElseGet(() -> TomlFile.nothing(problems));
        List<Layer> layers =
                List.of(
                        Layer.ofFlags(inputs.flags(), problems),
                        EnvironmentReader.read(inputs.environment(), problems),
                        file.settings());
        Effective effective = Effective.of(layers, problems);
        UserReader.Result users = UserReader.read(effective, file, problems);
        List<Entry> entries = entries(effective, users, file.listeners());
        ServerConfig server =
                new Assembly(effective, problems)
                        .server(
                                users.users().stream().map(UserReader.Configured::user).toList(),
                                file.listeners(),
                                entries);
        problems.throwIfAny();
        List<String> warnings = new ArrayList<>(users.warnings());
        inputs.chosenFile()
                .filter(path -> holdsSecrets(effective, users) && SmallFile.isShared(path))
                .ifPresent(path ->
                        warnings.add(path + ": holds secrets, but others may read it (chmod 600)"));
        return new Configuration(server, entries, warnings);
    }

    /// Whether the file has a secret in it, not merely the name of a file that has.
    private static boolean holdsSecrets(Effective effective, UserReader.Result users) {
        return users.users().stream().anyMatch(UserReader.Configured::open)
                || effective.source(Settings.METRICS_TOKEN).file().isPresent()
                || effective.source(TokenSettings.SECRET).file().isPresent()
                || effective.source(ClusterTable.TOKEN).file().isPresent()
                || effective.source(ClusterTable.BOOTSTRAP).file().isPresent();
    }

    private static List<Entry> entries(
            Effective effective, UserReader.Result users, List<ListenerTable> listeners) {
        List<Entry> all = new ArrayList<>();
        for (Setting<?> setting : Settings.all()) {
            all.add(new Entry(setting.key(), effective.shown(setting), effective.source(setting)));
        }
        listeners.forEach(each -> all.add(new Entry("listeners", each.shown(), each.source())));
        users.users().forEach(each -> all.add(entry(each)));
        return all;
    }

    private static Entry entry(UserReader.Configured configured) {
        User user = configured.user();
        String text =
                "%s, %s / %s%s%s"
                        .formatted(
                                user.id(),
                                user.accessKey(),
                                Secret.MASK,
                                user.rights().reach() == Reach.ALL ? ", admin" : "",
                                scope(user.rights()));
        return new Entry("users", text, configured.source());
    }

    private static String scope(Rights rights) {
        AccessGrant only = rights.grants().getFirst();
        String prefix = only.isWhole() ? "" : "/" + only.prefix();
        return only.equals(AccessGrant.EVERYTHING) ? "" : ", only " + only.bucket() + prefix;
    }

    public ServerConfig server() {
        return server;
    }

    /// In the order of the documentation; users last.
    public List<Entry> entries() {
        return entries;
    }

    /// What is accepted, but not as it should be.
    public List<String> warnings() {
        return warnings;
    }
}
