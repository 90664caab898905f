package dev.varve.server.config;

import dev.varve.server.auth.User;
import dev.varve.server.auth.Users;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes users of what the sources say, and refuses those that would be guessed or mixed up.
final class UserReader {
    static final String ADMIN = "admin";

    /// RFC 7518: as long as the hash.
    private static final int HS256_SHORTEST = 32;

    private final boolean dev;
    private final Problems problems;
    private final List<Configured> users = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /// @param open whether the secret itself stands in the configuration file
    record Configured(User user, Source source, boolean open) {}

    record Result(List<Configured> users, List<String> warnings) {}

    private UserReader(boolean dev, Problems problems) {
        this.dev = dev;
        this.problems = problems;
    }

    static Result read(Effective effective, TomlFile.Read file, Problems problems) {
        UserReader reader = new UserReader(effective.get(Settings.DEV), problems);
        reader.admin(effective);
        file.users().forEach(reader::table);
        reader.noDoubles("access_key", User::accessKey);
        reader.noDoubles("id", User::id);
        reader.token(effective, Settings.METRICS_TOKEN, Secrets.SHORTEST);
        reader.token(effective, TokenSettings.SECRET, HS256_SHORTEST);
        reader.token(effective, ClusterTable.TOKEN, Secrets.SHORTEST);
        reader.token(effective, ClusterTable.BOOTSTRAP, Secrets.SHORTEST);
        return new Result(reader.users, reader.warnings);
    }

    private void admin(Effective effective) {
        Optional<String> access = effective.get(Settings.ADMIN_ACCESS_KEY);
        Optional<Secret> secret = effective.get(Settings.ADMIN_SECRET_KEY);
        if (access.isPresent() != secret.isPresent()) {
            Setting<?> there =
                    access.isPresent() ? Settings.ADMIN_ACCESS_KEY : Settings.ADMIN_SECRET_KEY;
            Setting<?> missing =
                    access.isPresent() ? Settings.ADMIN_SECRET_KEY : Settings.ADMIN_ACCESS_KEY;
            problems.add(
                    effective.source(there),
                    there.key()
                            + " is set, but not "
                            + missing.key()
                            + " ("
                            + names(missing)
                            + ")");
        } else if (access.isPresent()) {
            Source source = effective.source(Settings.ADMIN_SECRET_KEY);
            User user = admin(access.get(), secret.get().reveal());
            add(new Configured(user, source, source.file().isPresent()));
        }
    }

    private static String names(Setting<?> setting) {
        return String.join(" or ", setting.variables());
    }

    /// The one who exists where nobody was configured.
    static User admin(String accessKey, String secretKey) {
        return new User(accessKey, secretKey, ADMIN, ADMIN, "", true, Optional.empty());
    }

    private void table(UserTable table) {
        table.user()
                .map(user -> new Configured(user, table.source(), table.holdsSecret()))
                .ifPresent(this::add);
    }

    private void add(Configured configured) {
        User user = configured.user();
        if (!Users.mayBeCalled(user.id())) {
            problems.add(configured.source(), "the id " + user.id() + " is not for users");
        }
        Secrets.weakness(user.secretKey(), user.accessKey())
                .ifPresent(why -> weak("the secret key of " + user.id(), why, configured.source()));
        users.add(configured);
    }

    private void token(Effective effective, Setting<Optional<Secret>> setting, int shortest) {
        effective
                .get(setting)
                .flatMap(token -> Secrets.weakness(token.reveal(), shortest))
                .ifPresent(why -> weak(setting.key(), why, effective.source(setting)));
    }

    private void weak(String what, String why, Source source) {
        if (dev) {
            warnings.add(source + ": " + what + " " + why);
        } else {
            problems.add(source, what + " " + why + "; --dev accepts it, for tests");
        }
    }

    private void noDoubles(String field, Function<User, String> of) {
        Map<String, Source> seen = new HashMap<>();
        for (Configured each : users) {
            @Nullable Source before = seen.putIfAbsent(of.apply(each.user()), each.source());
            if (before != null) {
                String value = of.apply(each.user());
                problems.add(
                        each.source(), field + " " + value + " is taken by the user at " + before);
            }
        }
    }
}
