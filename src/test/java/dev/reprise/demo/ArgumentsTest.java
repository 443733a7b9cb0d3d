package dev.reprise.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;

class ArgumentsTest {

    private static final Path SAMPLE = Path.of("sample.csv");

    @Test
    void without_arguments_the_sample_goes_to_the_api_of_the_development_run() {
        assertParsed(URI.create("http://localhost:8080"), SAMPLE, 16, parse());
    }

    @Test
    void an_address_is_told_from_a_file_by_its_scheme() {
        URI api = URI.create("https://abc.execute-api.eu-west-1.amazonaws.com/prod");
        Path file = Path.of("my/orders.csv");

        assertParsed(api, file, 4, parse(api + "/", "my/orders.csv", "--parallel=4"));
        assertParsed(api, file, 4, parse("--parallel", "4", "my/orders.csv", api.toString()));
    }

    @Test
    void help_can_be_asked_for_anywhere() {
        assertThat(parse("a.csv", "--help").help).isTrue();
        assertThat(parse("-h").help).isTrue();
        assertThat(parse("a.csv").help).isFalse();
    }

    @Test
    void wrong_arguments_are_refused() {
        assertRefused("Unknown option: '--fast'", "--fast");
        assertRefused("--parallel takes a number from 1 to 256, not '0'.", "--parallel", "0");
        assertRefused("--parallel takes a number from 1 to 256, not '257'.", "--parallel=257");
        assertRefused("Missing required parameter for option '--parallel' (N)", "--parallel");
        assertRefused("Invalid value for option '--parallel': 'x' is not an int", "--parallel=x");
        assertRefused("Expected one file at most, got [a.csv, b.csv].", "a.csv", "b.csv");
        assertRefused(
                "Expected one address at most, got [http://a, http://b].", "http://a", "http://b");
        assertRefused(
                "'ftp://host' is not an address such as http://localhost:8080.", "ftp://host");
        assertRefused(
                "'http://h?x' is not an address such as http://localhost:8080.", "http://h?x");
        assertRefused(
                "'http://a b' is not an address such as http://localhost:8080.", "http://a b");
        assertRefused("'http:///x' is not an address such as http://localhost:8080.", "http:///x");
    }

    private static void assertParsed(URI api, Path file, int parallel, Arguments arguments) {
        assertThat(arguments.api).isEqualTo(api);
        assertThat(arguments.file).isEqualTo(file);
        assertThat(arguments.parallel).isEqualTo(parallel);
    }

    private static void assertRefused(String message, String... args) {
        assertThatThrownBy(() -> parse(args))
                .isInstanceOf(ParameterException.class)
                .hasMessage(message);
    }

    private static Arguments parse(String... args) {
        return Arguments.parse(List.of(args), SAMPLE);
    }
}
