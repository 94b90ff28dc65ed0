package dev.freshet.jobs;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ModuleRulesTest {
    private static final String JOBS = "dev.freshet.jobs";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(JOBS);

    @Test
    void nothingHereNamesKafka() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(CLASSES);
    }

    @Test
    void theTypesKnowFlinkAndWhatTheyCarry() {
        classes()
                .that()
                .resideInAPackage(JOBS + ".types")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        JOBS + ".types",
                        "dev.freshet.wire..",
                        "dev.freshet.model..",
                        "org.apache.flink..",
                        "java..",
                        "org.jspecify.."))
                .check(CLASSES);
    }

    @Test
    void theLearningStepKnowsNoConnectorAndNoOtherPartOfTheJob() {
        noClasses()
                .that()
                .resideInAPackage(JOBS + ".learn")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "org.apache.flink.connector..",
                        JOBS,
                        JOBS + ".pipeline..",
                        JOBS + ".local..",
                        JOBS + ".console..",
                        JOBS + ".replay..",
                        JOBS + ".cli.."))
                .check(CLASSES);
    }

    @Test
    void aPipelineIsReadWithoutFlink() {
        noClasses()
                .that()
                .resideInAPackage(JOBS + ".pipeline")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.flink..")
                .check(CLASSES);
    }

    @Test
    void theConsoleAndTheReplayKnowNeitherFlinkNorKafka() {
        noClasses()
                .that()
                .resideInAnyPackage(JOBS + ".console", JOBS + ".replay")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.flink..", "dev.freshet.kafka..")
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandLineKnowsTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage(JOBS + ".cli")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(JOBS + ".cli", "picocli..")
                .check(CLASSES);
    }

    @Test
    void noBytesAreReadAsJavaObjects() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ObjectInputStream.class)
                .check(CLASSES);
    }

    @Test
    void everyPackageIsDescribedAndNullMarked() {
        assertThat(CLASSES)
                .extracting(JavaClass::getPackage)
                .isNotEmpty()
                .allMatch(p -> p.tryGetPackageInfo().isPresent() && p.isAnnotatedWith(NullMarked.class));
    }

    /** Without a version of its own, a class that was compiled anew is another one to whoever kept the old one's bytes. */
    @Test
    void whatFlinkShipsHasAVersionOfItsOwn() {
        assertThat(CLASSES)
                .filteredOn(c -> c.isAssignableTo(Serializable.class))
                .filteredOn(c -> !c.isRecord() && !c.isEnum() && !c.isInterface())
                .filteredOn(c -> !c.isAnonymousClass())
                .hasSizeGreaterThan(5)
                .allSatisfy(c ->
                        assertThat(c.tryGetField("serialVersionUID")).hasValueSatisfying(ModuleRulesTest::isConstant));
    }

    private static void isConstant(JavaField field) {
        assertThat(field.getModifiers())
                .containsAll(Set.of(JavaModifier.PRIVATE, JavaModifier.STATIC, JavaModifier.FINAL));
    }
}
