package dev.reprise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps of {@code docs/operations.md} after a deleted stack and after a lost table. */
class RestoreTest {

    private static final String IMPORT = "Import the tables of a deleted stack";

    @TempDir Path folder;

    @Test
    void the_steps_of_an_import_name_everything_that_a_deleted_stack_leaves() throws IOException {
        List<String> left = left(TemplateFile.map("Resources"));
        String section = section(IMPORT);

        assertThat(left).hasSizeGreaterThan(3);
        assertThat(left)
                .allSatisfy(name -> {
                    assertThat(section).contains("`" + name + "`");
                    assertThat(section)
                            .contains(
                                    "{\"ResourceType\":\"%s\",\"LogicalResourceId\":\"%s\""
                                            .formatted(
                                                    TemplateFile.at("Resources/" + name + "/Type"),
                                                    name));
                });
        assertThat(section.lines().filter(line -> line.contains("LogicalResourceId")))
                .hasSameSizeAs(left);
    }

    @Test
    void the_template_of_the_first_step_has_what_is_imported_and_nothing_else() throws Exception {
        Map<String, Object> cut = TemplateFile.read(cutTemplate());

        assertThat(cut)
                .containsOnlyKeys(
                        "AWSTemplateFormatVersion",
                        "Description",
                        "Parameters",
                        "Rules",
                        "Conditions",
                        "Resources");
        Map<String, Object> resources = TemplateFile.map(cut, "Resources");
        assertThat(resources.keySet())
                .containsExactlyElementsOf(left(TemplateFile.map("Resources")));
        assertThat(resources)
                .as("the second step must not change them")
                .allSatisfy((name, resource) ->
                        assertThat(resource).isEqualTo(TemplateFile.at("Resources/" + name)));
        assertThat(cut.get("Parameters")).isEqualTo(TemplateFile.at("Parameters"));
        assertThat(cut.get("Conditions")).isEqualTo(TemplateFile.at("Conditions"));
    }

    @Test
    void the_steps_of_a_restore_name_every_function() throws IOException {
        String section = section("Restore the events table");

        assertThat(TemplateFile.map("Resources").entrySet())
                .filteredOn(resource ->
                        TemplateFile.at(resource.getValue(), "Type")
                                .equals("AWS::Serverless::Function"))
                .hasSizeGreaterThan(4)
                .allSatisfy(
                        function -> assertThat(section).contains("`" + function.getKey() + "`"));
    }

    /** Runs the command of the page. */
    private Path cutTemplate() throws IOException, InterruptedException {
        String command =
                section(IMPORT)
                        .lines()
                        .map(String::strip)
                        .filter(line -> line.startsWith("sed "))
                        .findFirst()
                        .orElseThrow()
                        .replace("> tables.yaml", "");
        Path cut = folder.resolve("tables.yaml");
        Process process =
                new ProcessBuilder("sh", "-c", command)
                        .redirectOutput(cut.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        return cut;
    }

    private static List<String> left(Map<String, Object> resources) {
        return resources.entrySet().stream()
                .filter(resource ->
                        resource.getValue() instanceof Map<?, ?> attributes
                                && "RetainExceptOnCreate".equals(attributes.get("DeletionPolicy")))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String section(String title) throws IOException {
        String page = Files.readString(Path.of("docs", "operations.md"));
        int start = page.indexOf("\n## " + title + "\n");
        assertThat(start).as(title).isNotNegative();
        int end = page.indexOf("\n## ", start + 1);
        return page.substring(start, end < 0 ? page.length() : end);
    }
}
