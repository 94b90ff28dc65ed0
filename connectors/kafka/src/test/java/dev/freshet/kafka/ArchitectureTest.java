package dev.freshet.kafka;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.freshet");

    @Test
    void onlyThisPackageNamesKafkaOrFlink() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.freshet.kafka")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "org.apache.flink..")
                .check(CLASSES);
    }

    @Test
    void deadLettersTopicsAndDeliveryAreUsableWithoutFlink() {
        noClasses()
                .that()
                .belongToAnyOf(
                        DeadLetters.class,
                        Topics.class,
                        BrokerLimits.class,
                        DeliverySettings.class,
                        KafkaSettings.class,
                        EmbeddedBroker.class,
                        TopicReader.class,
                        EventProducer.class)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.flink..")
                .check(CLASSES);
    }

    @Test
    void aDeadLetterKnowsNoKafka() {
        noClasses()
                .that()
                .belongToAnyOf(DeadLetters.class, EmbeddedBroker.class, DeliverySettings.class)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(CLASSES);
    }
}
