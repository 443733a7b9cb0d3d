package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.reprise.eventstore.Tenant;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of rules is complete, and has nothing else. */
class AccessRuleTest {

    private static final Pattern NAME = Pattern.compile("`([A-Za-z]+)`");

    @Test
    void every_operation_has_a_rule_and_there_are_no_other_rules() {
        assertThat(AccessRule.BY_OPERATION)
                .as("the rules in %s, and the operationIds of all resources", AccessRule.class)
                .containsOnlyKeys(operations().map(AccessRule::operationId).toList());
    }

    @Test
    void the_page_on_security_has_the_same_table() throws IOException {
        Map<String, List<String>> documented = new TreeMap<>();
        for (String line : Files.readAllLines(java.nio.file.Path.of("docs/security.md"))) {
            String[] cells = line.split("[|]");
            if (line.startsWith("| `") && cells.length == 4 && !cells[1].contains(" (default)")) {
                NAME.matcher(cells[1])
                        .results()
                        .forEach(name ->
                                documented.put(
                                        name.group(1),
                                        List.of(cells[2].strip(), cells[3].strip())));
            }
        }
        assertThat(documented)
                .containsAllEntriesOf(
                        AccessRule.BY_OPERATION.entrySet().stream()
                                .collect(
                                        Collectors.toMap(
                                                Map.Entry::getKey,
                                                rule -> cells(rule.getValue()))));
    }

    private static List<String> cells(AccessRule rule) {
        return switch (rule) {
            case EVERYBODY -> List.of("open", "open");
            case READ_OWN -> List.of("`orders:read`", "`orders:read:any`");
            case WRITE_OWN -> List.of("`orders:write`", "`orders:write:any`");
            case READ_ANY -> List.of("none", "`orders:read:any`");
            case TENANT_OPERATOR -> List.of("none", "`operator`");
            case STREAM_OPERATOR -> List.of("none", "`operator`, also of all tenants");
            case OPERATOR -> List.of("none", "`operator` of all tenants");
        };
    }

    @Test
    void one_scope_of_a_rule_is_enough() {
        for (AccessRule rule : AccessRule.values()) {
            List<String> enough =
                    Arrays.stream(Scope.values())
                            .filter(scope ->
                                    rule.lackedBy(caller(Set.of(scope), new Reach.Everything()))
                                            .isEmpty())
                            .map(scope -> "`" + scope + "`")
                            .toList();
            assertThat(enough)
                    .as("%s", rule)
                    .containsExactlyElementsOf(
                            rule == AccessRule.EVERYBODY
                                    ? Arrays.stream(Scope.values())
                                            .map(scope -> "`" + scope + "`")
                                            .toList()
                                    : cells(rule).stream()
                                            .filter(cell -> !cell.equals("none"))
                                            .map(cell -> cell.replaceAll("`[ ,].*", "`"))
                                            .toList());
        }
    }

    @Test
    void a_rule_asks_for_one_tenant_or_for_all_of_them() {
        Reach tenant = new Reach.OneTenant(Tenant.named("acme"));
        Reach all = new Reach.Deployment();
        for (AccessRule rule : AccessRule.values()) {
            boolean ofOne = rule != AccessRule.OPERATOR;
            boolean ofAll =
                    EnumSet.of(
                                    AccessRule.EVERYBODY,
                                    AccessRule.STREAM_OPERATOR,
                                    AccessRule.OPERATOR)
                            .contains(rule);

            assertThat(admits(rule, tenant)).as("%s, one tenant", rule).isEqualTo(ofOne);
            assertThat(admits(rule, all)).as("%s, all tenants", rule).isEqualTo(ofAll);
            assertThat(admits(rule, new Reach.Everything())).as("%s, no tenants", rule).isTrue();
            assertThat(admits(rule, new Reach.Nothing("none")))
                    .as("%s, no claim", rule)
                    .isEqualTo(rule == AccessRule.EVERYBODY);
        }
    }

    private static boolean admits(AccessRule rule, Reach reach) {
        try {
            rule.require(caller(Set.of(Scope.values()), reach));
            return true;
        } catch (ProblemException refused) {
            assertThat(refused.problem().status()).isEqualTo(403);
            return false;
        }
    }

    private static Caller caller(Set<Scope> scopes, Reach reach) {
        return new Caller("s", "s", null, scopes, true, reach);
    }

    @Test
    void an_operation_without_a_rule_is_for_operators() throws NoSuchMethodException {
        Method method = AccessRuleTest.class.getDeclaredMethod("operations");

        assertThat(AccessRule.of(method)).isEqualTo(AccessRule.OPERATOR);
    }

    private static Stream<Method> operations() {
        return new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.reprise")
                        .stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .map(JavaClass::reflect)
                        .flatMap(resource -> Arrays.stream(resource.getDeclaredMethods()))
                        .filter(AccessRuleTest::isOperation);
    }

    private static boolean isOperation(Method method) {
        return Arrays.stream(method.getAnnotations())
                .anyMatch(annotation ->
                        annotation.annotationType().isAnnotationPresent(HttpMethod.class));
    }
}
