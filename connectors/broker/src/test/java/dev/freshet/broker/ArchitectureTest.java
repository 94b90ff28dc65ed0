package dev.freshet.broker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages("dev.freshet.broker");

    @Test
    void theBrokerKnowsNothingOfFlinkNorOfTheRestOfFreshet() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.flink..",
                        "dev.freshet.kafka..",
                        "dev.freshet.wire..",
                        "dev.freshet.model..",
                        "dev.freshet.jobs..")
                .check(CLASSES);
    }

    @Test
    void theDoorIsItsOnlyPublicType() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(BrokerMain.class, ArchitectureTest.class)
                .should()
                .bePublic()
                .check(CLASSES);
    }
}
