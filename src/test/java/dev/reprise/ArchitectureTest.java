package dev.reprise;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Tenant;
import dev.reprise.projections.Projection;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Which package may use which, and what every class keeps to. */
class ArchitectureTest {

    private static final JavaClasses MAIN =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.reprise");

    private static final String TENANT_ROWS = "TenantRows";

    private static final List<String> PACKAGES =
            List.of(
                    "local",
                    "http",
                    "lambda",
                    "orders",
                    "dynamodb",
                    "eventbridge",
                    "processes",
                    "publishing",
                    "aggregates",
                    "personal",
                    "consumers",
                    "feed",
                    "projections",
                    "serialization",
                    "values",
                    "metrics",
                    "eventstore");

    private static final String[] JDK = {"java..", "org.jspecify.."};
    private static final String CACHE = "com.github.benmanes.caffeine..";
    private static final String[] AWS_SDK = {
        "software.amazon..", "com.amazonaws.services.dynamodbv2.."
    };

    @Test
    void every_class_lives_in_a_package_of_the_design() {
        check(classes().should().resideInAnyPackage(ours(PACKAGES.toArray(String[]::new))));
    }

    @Test
    void eventstore_knows_the_jdk() {
        check(onlyUses("eventstore", JDK));
    }

    @Test
    void values_know_the_jdk() {
        check(onlyUses("values", JDK));
    }

    @Test
    void aggregates_know_the_event_store_the_projections_and_in_one_place_a_cache() {
        check(onlyUses("aggregates", with(with(JDK, CACHE), ours("eventstore", "projections"))));
        check(
                noClasses()
                        .that()
                        .doNotHaveSimpleName("RecentStreams")
                        .and()
                        .doNotHaveSimpleName("CachedKeys")
                        .and()
                        .doNotHaveSimpleName("CallQuota")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(CACHE));
    }

    @Test
    void personal_knows_the_event_store_the_projections_and_a_cache() {
        check(
                onlyUses(
                        "personal",
                        with(
                                with(with(JDK, CACHE), "javax.crypto.."),
                                ours("eventstore", "projections"))));
    }

    @Test
    void projections_know_the_event_store_and_neither_aws_nor_cdi_nor_jackson() {
        check(onlyUses("projections", with(JDK, ours("eventstore"))));
    }

    @Test
    void feed_knows_the_event_store_and_the_projections() {
        check(onlyUses("feed", with(JDK, ours("eventstore", "projections"))));
    }

    @Test
    void consumers_know_the_feed_the_event_store_and_the_projections() {
        check(onlyUses("consumers", with(JDK, ours("feed", "eventstore", "projections"))));
    }

    @Test
    void publishing_knows_the_consumers_how_events_are_stored_and_an_http_client() {
        check(
                onlyUses(
                        "publishing",
                        with(
                                with(JDK, ours("consumers", "feed", "serialization", "eventstore")),
                                "javax.crypto..",
                                "com.fasterxml.jackson..",
                                "org.apache.http..")));
    }

    @Test
    void processes_know_what_they_run_on_and_neither_aws_nor_cdi_nor_jackson() {
        check(
                onlyUses(
                        "processes",
                        with(
                                JDK,
                                ours(
                                        "aggregates",
                                        "consumers",
                                        "feed",
                                        "projections",
                                        "serialization",
                                        "eventstore"))));
    }

    @Test
    void serialization_knows_the_event_store_and_the_libraries_of_its_three_formats() {
        check(
                onlyUses(
                        "serialization",
                        with(
                                with(JDK, ours("eventstore")),
                                "com.fasterxml.jackson..",
                                "org.apache.avro..",
                                "com.google.protobuf..")));
    }

    @Test
    void orders_know_what_an_aggregate_is_made_of_and_jackson() {
        check(
                classes()
                        .that()
                        .resideInAPackage("dev.reprise.orders")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(
                                with(
                                        with(
                                                JDK,
                                                ours(
                                                        "aggregates",
                                                        "personal",
                                                        "processes",
                                                        "projections",
                                                        "serialization",
                                                        "values",
                                                        "eventstore")),
                                        "dev.reprise.orders",
                                        "com.fasterxml.jackson..",
                                        "org.eclipse.microprofile.config..",
                                        "io.quarkus.arc.lookup..",
                                        "jakarta.enterprise..",
                                        "jakarta.inject..")));
    }

    @Test
    void orders_are_known_to_their_own_resources_alone() {
        check(
                noClasses()
                        .that(not(resideInAnyPackage(ours("orders", "local"))))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("dev.reprise.orders.."));
    }

    @Test
    void dynamodb_knows_the_ports_and_never_the_orders() {
        check(
                usesOfOurs(
                        "dynamodb",
                        "consumers",
                        "eventstore",
                        "feed",
                        "personal",
                        "projections",
                        "publishing",
                        "metrics"));
    }

    @Test
    void eventbridge_knows_what_is_published() {
        check(usesOfOurs("eventbridge", "consumers", "publishing"));
    }

    @Test
    void lambda_knows_the_projections_the_event_store_and_how_to_decode_an_image() {
        check(
                usesOfOurs(
                        "lambda",
                        "consumers",
                        "feed",
                        "personal",
                        "processes",
                        "projections",
                        "publishing",
                        "serialization",
                        "dynamodb",
                        "eventstore",
                        "metrics"));
    }

    @Test
    void http_knows_aggregates_projections_and_forms_of_values_and_no_aggregate_in_particular() {
        check(
                usesOfOurs(
                        "http",
                        "aggregates",
                        "consumers",
                        "feed",
                        "projections",
                        "publishing",
                        "serialization",
                        "values",
                        "metrics",
                        "eventstore"));
    }

    @Test
    void metrics_know_none_of_the_other_packages() {
        check(usesOfOurs("metrics"));
    }

    @Test
    void nothing_knows_what_is_for_development_only() {
        check(
                noClasses()
                        .that(not(resideInAPackage("dev.reprise.local..")))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("dev.reprise.local.."));
    }

    @Test
    void the_aws_sdk_is_seen_in_its_adapters_and_in_local_only() {
        check(
                noClasses()
                        .that(not(resideInAnyPackage(ours("dynamodb", "eventbridge", "local"))))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(AWS_SDK));
    }

    /** The extension that makes the OpenAPI document is not in function.zip. */
    @Test
    void of_openapi_only_the_annotations_are_used() {
        check(
                noClasses()
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage(
                                                "org.eclipse.microprofile.openapi..",
                                                "io.quarkus.smallrye.openapi..",
                                                "io.smallrye.openapi..")
                                        .and(
                                                not(
                                                        resideInAPackage(
                                                                "org.eclipse.microprofile.openapi.annotations..")))));
    }

    @Test
    void packages_form_no_cycle() {
        check(slices().matching("dev.reprise.(*)..").should().beFreeOfCycles());
    }

    @Test
    void the_prefix_of_a_tenant_is_put_on_in_one_place() {
        check(
                noClasses()
                        .that(not(type(TENANT_ROWS)))
                        .should()
                        .callMethodWhere(
                                describe(
                                        "what a projection says of a stream",
                                        call ->
                                                Set.of("indexEntries", "contribution")
                                                                .contains(call.getName())
                                                        && call.getTargetOwner()
                                                                .isAssignableTo(Projection.class)
                                                        && !call.getTargetOwner()
                                                                .equals(call.getOriginOwner())))
                        .because(TENANT_ROWS + " adds the tenant to it"));
        check(
                noClasses()
                        .that(not(type("StreamName")))
                        .should()
                        .callConstructor(StreamName.class, String.class, String.class)
                        .because("it leaves out the tenant"));
        check(
                noClasses()
                        .that(
                                not(type("Tenant"))
                                        .and(not(type("StreamName")))
                                        .and(not(type("Caller")))
                                        .and(not(type("HealthResource")))
                                        .and(not(nestedIn("DeadlineClock"))))
                        .should()
                        .accessField(Tenant.class, "ONLY")
                        .because("a caller's tenant is meant"));
    }

    /** A class, and what is declared in it. */
    private static DescribedPredicate<JavaClass> nestedIn(String simpleName) {
        return describe(
                simpleName + " and what is in it",
                found ->
                        found.getName().endsWith("." + simpleName)
                                || found.getName().contains("." + simpleName + "$"));
    }

    private static DescribedPredicate<JavaClass> type(String simpleName) {
        return describe(simpleName, found -> found.getSimpleName().equals(simpleName));
    }

    @Test
    void deciders_see_no_framework_no_clock_and_no_chance() {
        check(
                noClasses()
                        .that()
                        .haveSimpleNameEndingWith("Decider")
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage("jakarta..", "io.quarkus..", "java.util.random")
                                        .or(
                                                belongToAnyOf(
                                                        Clock.class,
                                                        Random.class,
                                                        UUID.class,
                                                        ThreadLocalRandom.class,
                                                        SecureRandom.class))));
    }

    @Test
    void names_say_what_a_class_is() {
        check(
                noClasses()
                        .should()
                        .haveNameMatching(".*(Impl|Utils?|Helper|Manager)")
                        .orShould()
                        .haveNameMatching(".*(Impl|Utils?|Helper|Manager)\\$.*"));
    }

    @Test
    void records_hold_no_arrays() {
        check(
                fields().that()
                        .areDeclaredInClassesThat()
                        .areRecords()
                        .and()
                        .areNotStatic()
                        .should()
                        .notHaveRawType(describe("an array", JavaClass::isArray)));
    }

    @Test
    void every_package_is_null_marked() {
        Stream<JavaPackage> unmarked =
                MAIN.stream()
                        .map(JavaClass::getPackage)
                        .distinct()
                        .filter(p -> !p.isAnnotatedWith(NullMarked.class));

        assertThat(unmarked).extracting(JavaPackage::getName).isEmpty();
    }

    @Test
    void class_files_of_this_java_can_be_read() {
        JavaClass me = new ClassFileImporter().importClass(ArchitectureTest.class);

        assertThat(me.getMethods()).isNotEmpty();
    }

    private static ArchRule onlyUses(String ours, String... others) {
        return classes()
                .that()
                .resideInAnyPackage(ours(ours))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(with(others, ours(ours)));
    }

    private static ArchRule usesOfOurs(String ours, String... allowed) {
        String[] forbidden =
                PACKAGES.stream()
                        .filter(p -> !p.equals(ours) && !List.of(allowed).contains(p))
                        .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAnyPackage(ours(ours))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ours(forbidden));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(MAIN);
    }

    private static String[] ours(String... packages) {
        return Arrays.stream(packages).map(p -> "dev.reprise." + p + "..").toArray(String[]::new);
    }

    private static String[] with(String[] some, String... more) {
        return Stream.of(some, more).flatMap(Arrays::stream).toArray(String[]::new);
    }
}
