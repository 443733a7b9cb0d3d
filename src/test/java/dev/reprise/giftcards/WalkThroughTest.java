package dev.reprise.giftcards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every snippet of a page is part of its example, which is compiled and run. */
class WalkThroughTest {

    private static final Pattern JAVA = Pattern.compile("(?s)```java\n(.*?)```");
    private static final Path SOURCES = Path.of("src/test/java/dev/reprise");

    @ParameterizedTest
    @CsvSource({"docs/your-own-aggregate.md, giftcards", "docs/processes.md, invoices"})
    void every_snippet_of_the_page_is_in_a_source_file_of_the_example(Path page, String example)
            throws IOException {
        List<String> pieces =
                JAVA.matcher(Files.readString(page))
                        .results()
                        .map((MatchResult piece) -> piece.group(1))
                        .toList();
        assertThat(pieces).hasSizeGreaterThan(5);
        List<String> sources;
        try (Stream<Path> files = Files.list(SOURCES.resolve(example))) {
            sources = files.map(WalkThroughTest::read).toList();
        }
        assertThat(pieces)
                .allSatisfy(piece ->
                        assertThat(sources)
                                .anySatisfy(source -> assertThat(source).contains(piece)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
