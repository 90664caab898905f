package dev.varve.tools.house;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which room may import which. The poms say it for modules; this says it for packages, and for the
/// libraries that are meant to stay replaceable.
class ImportRulesTest {
    /// Maven passes the tests of other modules as directories or as jars, by how far it builds.
    private static final ImportOption MAIN_ONLY =
            location -> !location.contains("-tests.jar") && !location.contains("/test-classes/");

    private static final JavaClasses MAIN =
            new ClassFileImporter().withImportOption(MAIN_ONLY).importPackages("dev.varve");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    log         | projections replication server tools
                    projections | replication server tools
                    replication | projections server tools
                    server      | tools
                    """)
    void importsPointDownwards(String room, String above) {
        String[] forbidden =
                Pattern.compile(" ")
                        .splitAsStream(above)
                        .map(ImportRulesTest::room)
                        .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(room(room))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @ParameterizedTest
    @CsvSource({
        "net.openhft.chronicle.., log.journal",
        "org.rocksdb..,           projections.rocksdb",
        "org.sqlite..,            projections.sql",
        "java.sql..,              projections.sql",
        "java.lang.foreign..,     log",
        "io.helidon..,            server.http.helidon",
        "picocli..,               tools"
    })
    void keepsLibraryInItsRoom(String library, String room) {
        noClasses()
                .that()
                .resideOutsideOfPackage(room(room))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(MAIN);
    }

    /// A root room holds the words of its sub-rooms and knows none of them. Only a main class, which
    /// wires them all on one page, does.
    @Test
    void roomsFormNoCycle() {
        slices().matching("dev.varve.(**)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(belongTo(name("dev.varve.server.Main")), alwaysTrue())
                .allowEmptyShould(true)
                .check(MAIN);
    }

    private static String room(String name) {
        return "dev.varve." + name + "..";
    }
}
