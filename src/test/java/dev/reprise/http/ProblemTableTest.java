package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/api.md lists every problem type of the service. */
class ProblemTableTest {

    private static final Path PAGE = Path.of("docs/api.md");
    private static final String NAMESPACE = "urn:reprise:problem:";

    /** A row: status, last part of the type, cause and remedy; none is empty. */
    private static final Pattern ROW =
            Pattern.compile(
                    "(?m)^\\| (\\d{3}) \\| `([a-z-]+)` \\| [^|]*\\w[^|]* \\| [^|]*\\w[^|]* \\|$");

    @Test
    void the_page_lists_every_problem_type_with_its_status() throws Exception {
        Map<String, Integer> declared = declaredTypes();
        assertThat(declared).as("types of problem that the code declares").isNotEmpty();

        assertThat(documentedTypes())
                .as("the table in the section Problems of %s: one row for each type", PAGE)
                .containsExactlyInAnyOrderEntriesOf(declared);
    }

    private static Map<String, Integer> documentedTypes() throws IOException {
        return ROW.matcher(Files.readString(PAGE))
                .results()
                .collect(
                        Collectors.toMap(
                                row -> NAMESPACE + row.group(2),
                                row -> Integer.valueOf(row.group(1)),
                                (first, _) -> {
                                    throw new AssertionError(
                                            "two rows of one type, the first with " + first);
                                },
                                TreeMap::new));
    }

    /** All constants of type {@link ProblemType} in the code, and the types worded for orders. */
    private static Map<String, Integer> declaredTypes() throws ReflectiveOperationException {
        Map<String, Integer> types = new TreeMap<>();
        new AggregateProblems("order")
                .types()
                .forEach(type -> types.put(type.uri(), type.status()));
        for (JavaField field :
                new ClassFileImporter()
                                .withImportOption(new ImportOption.DoNotIncludeTests())
                                .importPackages("dev.reprise")
                                .stream()
                                .flatMap(type -> type.getFields().stream())
                                .filter(declared ->
                                        declared.getModifiers().contains(JavaModifier.STATIC))
                                .filter(declared ->
                                        declared.getRawType().isEquivalentTo(ProblemType.class))
                                .toList()) {
            Field constant = field.reflect();
            constant.setAccessible(true);
            ProblemType type = (ProblemType) constant.get(null);
            types.put(type.uri(), type.status());
        }
        return types;
    }
}
