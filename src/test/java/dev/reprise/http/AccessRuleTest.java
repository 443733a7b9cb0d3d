package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
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
            case OPERATOR -> List.of("none", "`operator`");
        };
    }

    @Test
    void one_scope_of_a_rule_is_enough() {
        for (AccessRule rule : AccessRule.values()) {
            List<String> enough =
                    Arrays.stream(Scope.values())
                            .filter(scope ->
                                    rule.lackedBy(new Caller("s", null, Set.of(scope), true))
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
                                            .toList());
        }
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
