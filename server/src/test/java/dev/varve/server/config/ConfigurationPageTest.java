package dev.varve.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/configuration.md` says what the table of settings says. To write the page anew:
/// `./mvnw -q -pl server -am test -Dtest=ConfigurationPageTest -Dvarve.docs=write`.
class ConfigurationPageTest {
    @Test
    void pageIsUpToDate() throws IOException {
        Path page = page();
        if ("write".equals(System.getProperty("varve.docs"))) {
            Files.writeString(page, ConfigurationPage.render());
        }
        assertThat(page).content().isEqualTo(ConfigurationPage.render());
    }

    @Test
    void everySettingHasASection() {
        assertThat(Settings.all()).allMatch(ConfigurationPage::hasPlaceFor);
        assertThat(Settings.all())
                .allSatisfy(setting ->
                        assertThat(ConfigurationPage.render())
                                .containsOnlyOnce("| `" + setting.key() + "` |"));
    }

    @Test
    void theExampleOnThePageWorks() throws IOException {
        String page = ConfigurationPage.render();
        int start = page.indexOf("```toml") + "```toml".length();
        String toml = page.substring(start, page.indexOf("```", start));
        Path directory = Files.createTempDirectory("example");
        Path secret = Files.writeString(directory.resolve("s"), ConfigKit.GOOD_SECRET);
        Path file =
                Files.writeString(
                        directory.resolve("varve.toml"),
                        toml.replace("/etc/varve/alice.secret", secret.toString()));
        ServerConfig server = new ConfigKit(directory).from(file).server();
        assertThat(server.users()).hasSize(1);
        assertThat(server.http().maxConnections()).isEqualTo(2000);
        for (Path made : new Path[] {secret, file, directory}) {
            Files.delete(made);
        }
    }

    private static Path page() {
        Path here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, path -> path != null, Path::getParent)
                .map(path -> path.resolve("docs/configuration.md"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no docs above " + here));
    }
}
