package dev.reprise.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.io.IOUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code infra/cli/reprise} compiles the tool with the libraries of its own {@code pom.xml}. */
class ToolLibrariesTest {

    private static final Path TOOL = Path.of("infra/cli");
    private static final Pattern DEPENDENCY =
            Pattern.compile(
                    "<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>\\s*</dependency>");

    @Test
    void the_tool_is_tested_with_the_versions_that_it_runs_with() throws IOException {
        List<String> jars =
                DEPENDENCY
                        .matcher(Files.readString(TOOL.resolve("pom.xml")))
                        .results()
                        .map(dependency -> dependency.group(1) + "-" + dependency.group(2) + ".jar")
                        .toList();

        assertThat(jars)
                .containsExactly(
                        jar(CSVParser.class).getName(),
                        jar(ObjectMapper.class).getName(),
                        jar(CommandLine.class).getName());
    }

    @Test
    void the_tool_compiles_without_the_service_and_its_libraries(@TempDir Path classes)
            throws IOException {
        String classPath =
                Stream.of(
                                CSVParser.class,
                                DigestUtils.class,
                                IOUtils.class,
                                ObjectMapper.class,
                                JsonFactory.class,
                                JsonIncludeProperties.class,
                                CommandLine.class)
                        .map(type -> jar(type).getPath())
                        .collect(joining(File.pathSeparator));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "--release",
                                "25",
                                "-proc:none",
                                "-cp",
                                classPath,
                                "-d",
                                classes.toString()));
        try (Stream<Path> sources = Files.list(TOOL.resolve("src/dev/reprise/cli"))) {
            sources.map(Path::toString).forEach(command::add);
        }
        ByteArrayOutputStream errors = new ByteArrayOutputStream();

        int exitCode =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, errors, errors, command.toArray(String[]::new));

        assertThat(exitCode).as(errors.toString(UTF_8)).isZero();
    }

    private static File jar(Class<?> type) {
        return new File(
                URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }
}
