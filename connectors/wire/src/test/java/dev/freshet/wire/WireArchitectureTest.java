package dev.freshet.wire;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class WireArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.freshet.wire");

    @Test
    void wireKnowsNoKafkaNoFlinkAndNoDatabind() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "dev.freshet.wire",
                        "dev.freshet.model",
                        "dev.freshet.model.encode",
                        "com.fasterxml.jackson.core..",
                        "org.jspecify.annotations")
                .check(MAIN);
    }
}
