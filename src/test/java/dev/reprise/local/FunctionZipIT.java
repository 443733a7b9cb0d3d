package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The package that is deployed. */
class FunctionZipIT {

    private static List<String> names;

    @BeforeAll
    static void read() throws IOException {
        try (var zip = new ZipFile(Path.of("target", "function.zip").toFile())) {
            names = zip.stream().map(ZipEntry::getName).toList();
        }
    }

    @Test
    void it_has_the_application_and_none_of_the_development_run() {
        assertThat(names).contains("application.properties");
        assertThat(names).filteredOn(name -> name.startsWith("dev/reprise/local/")).isEmpty();
    }

    @Test
    void it_has_neither_dynamodb_local_nor_its_dependencies() {
        assertThat(names)
                .filteredOn(name ->
                        name.matches(
                                "lib/.*(DynamoDBLocal|sqlite4java|jetty|log4j|aws-java-sdk).*"))
                .isEmpty();
    }

    @Test
    void it_has_nothing_of_lambdas_runtime_which_lambda_adds() {
        assertThat(names)
                .filteredOn(name ->
                        name.matches("lib/.*(runtime-interface-client|java-serialization).*"))
                .isEmpty();
    }
}
