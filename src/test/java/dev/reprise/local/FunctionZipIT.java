package dev.reprise.local;

import static java.util.Comparator.comparingLong;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.RunsBesideQuarkus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The package that is deployed. */
@RunsBesideQuarkus
class FunctionZipIT {

    /** In bytes. What is larger takes longer to load, before a function has its snapshot. */
    private static final long MAX_SIZE = 24_500_000;

    private static final LocalDateTime NO_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

    private static final Path ZIP = Path.of("target", "function.zip");

    private static List<ZipEntry> entries;
    private static List<String> names;

    @BeforeAll
    static void read() throws IOException {
        try (var zip = new ZipFile(ZIP.toFile())) {
            entries = zip.stream().<ZipEntry>map(entry -> entry).toList();
        }
        names = entries.stream().map(ZipEntry::getName).toList();
    }

    @Test
    void it_is_small() throws IOException {
        assertThat(Files.size(ZIP))
                .as("the ten largest: %s", tenLargest())
                .isLessThanOrEqualTo(MAX_SIZE);
    }

    private static List<String> tenLargest() {
        return entries.stream()
                .sorted(comparingLong(ZipEntry::getCompressedSize).reversed())
                .limit(10)
                .map(entry -> entry.getName() + " " + entry.getCompressedSize())
                .toList();
    }

    @Test
    void its_jars_are_compressed_as_a_whole_and_not_file_by_file() throws IOException {
        List<String> compressed = new ArrayList<>();
        try (var zip = new ZipFile(ZIP.toFile())) {
            for (ZipEntry jar : entries) {
                if (jar.getName().endsWith(".jar")) {
                    var in = new ZipInputStream(zip.getInputStream(jar));
                    for (ZipEntry entry; (entry = in.getNextEntry()) != null; ) {
                        if (entry.getMethod() != ZipEntry.STORED) {
                            compressed.add(jar + "!" + entry);
                        }
                    }
                }
            }
        }
        assertThat(compressed).isEmpty();
    }

    @Test
    void its_entries_have_no_time_of_a_build() {
        assertThat(entries).extracting(ZipEntry::getTimeLocal).containsOnly(NO_TIME);
    }

    @Test
    void it_has_the_application_and_none_of_the_development_run() {
        assertThat(names).contains("application.properties");
        assertThat(names).filteredOn(name -> name.startsWith("dev/reprise/local/")).isEmpty();
    }

    @Test
    void it_has_neither_dynamodb_local_nor_an_issuer_of_tokens() {
        assertThat(names)
                .filteredOn(name ->
                        name.matches(
                                "lib/.*(DynamoDBLocal|jose4j|sqlite4java|jetty|log4j|aws-java-sdk).*"))
                .isEmpty();
    }

    /** The client of EventBridge asks for it only to send to several Regions. */
    @Test
    void it_has_no_native_client_of_aws() {
        assertThat(names)
                .anyMatch(name -> name.matches("lib/.*eventbridge-.*jar"))
                .noneMatch(name ->
                        name.matches("lib/.*(aws-crt|http-auth-aws-crt|netty-nio-client).*"));
    }

    @Test
    void it_has_the_openapi_document_and_nothing_that_makes_it() {
        assertThat(names)
                .contains("dev/reprise/http/openapi.yaml", "dev/reprise/http/openapi.json");
        assertThat(names)
                .filteredOn(
                        name -> name.matches("lib/.*(smallrye-open-?api|swagger-ui|jandex|yaml).*"))
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
