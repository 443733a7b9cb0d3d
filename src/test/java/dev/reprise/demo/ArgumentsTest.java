package dev.reprise.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

    private static final Path SAMPLE = Path.of("sample.csv");

    @Test
    void without_any_the_sample_goes_to_the_api_of_the_development_run() {
        assertThat(parse())
                .isEqualTo(new Arguments(false, URI.create("http://localhost:8080"), SAMPLE, 16));
    }

    @Test
    void an_address_and_a_file_are_told_apart_by_their_form() {
        Arguments expected =
                new Arguments(
                        false,
                        URI.create("https://abc.execute-api.eu-west-1.amazonaws.com/prod"),
                        Path.of("my/orders.csv"),
                        4);

        assertThat(
                        parse(
                                "https://abc.execute-api.eu-west-1.amazonaws.com/prod/",
                                "my/orders.csv",
                                "--parallel=4"))
                .isEqualTo(expected);
        assertThat(
                        parse(
                                "--parallel",
                                "4",
                                "my/orders.csv",
                                "https://abc.execute-api.eu-west-1.amazonaws.com/prod"))
                .isEqualTo(expected);
    }

    @Test
    void help_may_be_asked_for_anywhere() {
        assertThat(parse("a.csv", "--help").help()).isTrue();
        assertThat(parse("-h").help()).isTrue();
    }

    @Test
    void what_cannot_be_meant_is_refused() {
        assertRefused("There is no option --fast.", "--fast");
        assertRefused("--parallel takes a number from 1 to 256, not '0'.", "--parallel", "0");
        assertRefused("--parallel takes a number from 1 to 256, not '257'.", "--parallel=257");
        assertRefused("--parallel takes a number from 1 to 256, not ''.", "--parallel");
        assertRefused("One file at a time, not all of [a.csv, b.csv].", "a.csv", "b.csv");
        assertRefused("'ftp://host' is no address such as http://localhost:8080.", "ftp://host");
        assertRefused("'http://h?x' is no address such as http://localhost:8080.", "http://h?x");
    }

    private static void assertRefused(String message, String... args) {
        assertThatThrownBy(() -> parse(args))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    private static Arguments parse(String... args) {
        return Arguments.parse(List.of(args), SAMPLE);
    }
}
