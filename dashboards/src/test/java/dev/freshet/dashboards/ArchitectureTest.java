package dev.freshet.dashboards;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.freshet.dashboards");

    @Test
    void thePageKnowsTheRecordsOfTheTopicsAndNothingElseOfFreshet() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.flink..",
                        "dev.freshet.jobs..",
                        "dev.freshet.kafka..",
                        "dev.freshet.model..",
                        "dev.freshet.broker..")
                .check(CLASSES);
    }

    @Test
    void onlyTheFeedNamesKafka() {
        noClasses()
                .that()
                .doNotHaveSimpleName("TopicFeed")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(CLASSES);
    }

    @Test
    void theStoreKnowsNeitherTheServerNorTheFeed() {
        classes()
                .that()
                .resideInAPackage("dev.freshet.dashboards.store")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.freshet.dashboards.store",
                        "dev.freshet.wire",
                        "com.fasterxml.jackson.core..",
                        "org.jspecify..",
                        "java..")
                .check(CLASSES);
    }
}
