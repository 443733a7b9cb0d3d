package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which files there are, and whether they are shown. */
class ExplorerFilesTest {

    private static final Path FOLDER = Path.of("src/main/resources/explorer");
    private static final Optional<String> BROWSER = Optional.of("text/html,*/*;q=0.8");

    private final ExplorerFiles files = new ExplorerFiles();

    private Explorer explorer(boolean enabled) {
        return new Explorer(enabled, Authorization.JWT, files);
    }

    @Test
    void every_file_of_the_folder_is_sent_and_no_other() throws IOException {
        try (Stream<Path> inFolder = Files.list(FOLDER)) {
            assertThat(inFolder.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(Stream.of("index.html"), ExplorerFiles.NAMES.stream())
                                    .toList());
        }
    }

    @Test
    void no_module_reads_a_text_as_markup_or_code() throws IOException {
        List<String> forbidden =
                List.of(
                        "innerHTML",
                        "outerHTML",
                        "insertAdjacentHTML",
                        "eval(",
                        "Function(",
                        "document.write",
                        "javascript:",
                        "localStorage",
                        "document.cookie",
                        "import(");
        for (String name : ExplorerFiles.NAMES) {
            assertThat(Files.readString(FOLDER.resolve(name))).as(name).doesNotContain(forbidden);
        }
    }

    @Test
    void the_page_says_how_callers_are_known_and_where_the_api_is() {
        assertThat(explorer(true).page("v1/", "<li>link</li>").getEntity().toString())
                .contains(
                        "<meta name=\"reprise-authorization\" content=\"jwt\">",
                        "<meta name=\"reprise-api\" content=\"v1/\">",
                        "src=\"v1/" + files.folder() + "app.js\"",
                        "<li>link</li>")
                .doesNotContain("{");
    }

    @Test
    void switched_off_there_is_neither_page_nor_file() {
        String version = files.folder().split("/")[1];

        assertThat(explorer(true).isAskedFor(BROWSER)).isTrue();
        assertThat(explorer(true).file(version, "app.js").getStatus()).isEqualTo(200);
        assertThat(explorer(false).isAskedFor(BROWSER)).isFalse();
        assertThat(explorer(false).file(version, "app.js").getStatus()).isEqualTo(404);
    }
}
