package dev.freshet.model;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleRulesTest {
    private static final String CORE = "dev.freshet.model";
    /** Around the trunk: they may use it, it may not use them. */
    private static final Set<String> OUTSIDE = Set.of(CORE + ".data", CORE + ".run", CORE + ".onnx");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(CORE);

    /** Of {@link Math}: what every machine computes to the same bits. */
    private static final Set<String> EXACT = Set.of(
            "abs",
            "addExact",
            "ceil",
            "copySign",
            "floor",
            "floorDiv",
            "floorMod",
            "fma",
            "max",
            "min",
            "multiplyExact",
            "nextUp",
            "rint",
            "round",
            "sqrt",
            "toIntExact");

    @Test
    void theCoreKnowsNoFramework() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        CORE + "..",
                        "java.io..",
                        "java.lang..",
                        "java.nio..",
                        "java.time..",
                        "java.util..",
                        "jdk.incubator.vector..",
                        "org.ojalgo..",
                        "org.jspecify.."))
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"optim", "drift", "eval", "encode", "loss", "select", "math"})
    void aLeafKnowsNeitherAnotherLeafNorTheTrunk(String leaf) {
        String own = CORE + "." + leaf;

        classes()
                .that()
                .resideInAPackage(own)
                .should()
                .onlyDependOnClassesThat(describe(
                        "are its own, mere functions, or no part of the core",
                        type -> type.getPackageName().equals(own)
                                || type.getPackageName().equals(CORE + ".math")
                                || !type.getPackageName().startsWith(CORE)))
                .check(CLASSES);
    }

    @Test
    void whatReadsAndRunsKnowsTheTrunkAndIsNotKnownByIt() {
        noClasses()
                .that(describe("learn", type -> !OUTSIDE.contains(type.getPackageName())))
                .should()
                .dependOnClassesThat(describe("read or run", type -> OUTSIDE.contains(type.getPackageName())))
                .check(CLASSES);
    }

    @Test
    void onlyTheReadersReadAndNothingWrites() {
        noClasses()
                .that()
                .resideOutsideOfPackage(CORE + ".data")
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net.."))
                .orShould()
                .dependOnClassesThat(
                        describe("touch files", type -> type.getName().matches("java\\.io\\..*File.*")))
                .check(CLASSES);
    }

    @Test
    void thereIsNoClockAndNoChance() {
        noClasses()
                .should()
                .accessTargetWhere(to("the clock", System.class, "currentTimeMillis", "nanoTime"))
                .orShould()
                .accessTargetWhere(to("unseeded chance", Math.class, "random"))
                .orShould()
                .dependOnClassesThat(resideInAnyPackage("java.util.random..", "java.util.concurrent.."))
                .orShould()
                .dependOnClassesThat(describe(
                        "tell the time",
                        type -> type.getName().matches("java\\.time\\.Clock|java\\.time\\.InstantSource")))
                .orShould()
                .accessTargetWhere(describe(
                        "now",
                        access -> access.getTargetOwner().getPackageName().startsWith("java.time")
                                && Set.of("now", "systemDefault")
                                        .contains(access.getTarget().getName())))
                .orShould()
                .dependOnClassesThat(describe("draw", type -> type.getName().matches("java\\.util\\..*Random")))
                .check(CLASSES);
    }

    /** What a time zone's clock shows is a feature; elsewhere a time is a number. */
    @Test
    void onlyTheEncodersKnowTimeZones() {
        noClasses()
                .that()
                .resideOutsideOfPackage(CORE + ".encode")
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.time.."))
                .check(CLASSES);
    }

    @Test
    void onlyFunctionsThatGiveTheSameBitsEverywhereAreUsed() {
        noClasses()
                .should()
                .accessTargetWhere(describe(
                        "Math's inexact functions",
                        access -> access.getTargetOwner().isEquivalentTo(Math.class)
                                && !EXACT.contains(access.getTarget().getName())))
                .check(CLASSES);
    }

    @Test
    void nothingStaticCanChange() {
        fields().that().areStatic().should().beFinal().check(CLASSES);
        fields().that()
                .areStatic()
                .and()
                .arePublic()
                .should()
                .notHaveRawType(describe("array", JavaClass::isArray))
                .check(CLASSES);
    }

    @Test
    void aClassIsNamedForWhatItIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)(\\$.*)?")
                .check(CLASSES);
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        Set<String> packages = new TreeSet<>();
        Set<String> described = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            packages.add(type.getPackageName());
            if (type.getSimpleName().equals("package-info")) {
                described.add(type.getPackageName());
            }
        }

        assertThat(packages).contains(CORE, CORE + ".encode");
        assertThat(described).isEqualTo(packages);
    }

    /** A third of the types at least is nobody else's business. */
    @Test
    void whatNeedNotBePublicIsNot() {
        long all = trunkTypes(type -> true);
        long hidden = trunkTypes(type -> !type.getModifiers().contains(JavaModifier.PUBLIC));

        assertThat(hidden * 3).as(hidden + " of " + all).isGreaterThanOrEqualTo(all);
    }

    private static long trunkTypes(Predicate<JavaClass> wanted) {
        return CLASSES.stream()
                .filter(type -> type.getPackageName().equals(CORE) && type.isTopLevelClass())
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .filter(wanted)
                .count();
    }

    private static DescribedPredicate<JavaAccess<?>> to(String what, Class<?> owner, String... names) {
        return describe(
                what,
                access -> access.getTargetOwner().isEquivalentTo(owner)
                        && Set.of(names).contains(access.getTarget().getName()));
    }
}
