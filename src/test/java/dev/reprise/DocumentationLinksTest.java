package dev.reprise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every link from one page to a file of this repository leads there, from any clone of it. */
class DocumentationLinksTest {

    private static final Path ROOT = Path.of("").toAbsolutePath();

    /** Built or private folders: a clone does not have them. */
    private static final Set<String> NOT_IN_A_CLONE = Set.of("target", ".git", ".idea", ".vscode");

    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
    private static final Pattern LINK =
            Pattern.compile("\\]\\(([^)\\s]+)\\)|(?m)^\\[[^]]+]:\\s*(\\S+)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *#*$");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z][a-z0-9+.-]*:.*");

    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .map(ROOT::relativize)
                    .filter(DocumentationLinksTest::isInAClone)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_link_to_a_file_of_the_repository_leads_there(Path page) {
        assertThat(links(read(page)).map(link -> fault(page, link)).filter(f -> !f.isEmpty()))
                .as("broken links in %s", page)
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    README.md                            |
                    docs/adr                             |
                    README.md#start                      |
                    #start                               |
                    README.md#no-such-heading            | README.md has no heading for #no-such-heading
                    NOWHERE.md                           | there is no file NOWHERE.md
                    ../README.md                         | ../README.md is not in the repository
                    target/classes                       | target/classes is not in the repository
                    """)
    void a_link_that_leads_nowhere_is_found(String link, String fault) {
        assertThat(fault(Path.of("README.md"), link)).isEqualTo(fault == null ? "" : fault);
    }

    private static Stream<String> links(String page) {
        String text = CODE.matcher(CODE_BLOCK.matcher(page).replaceAll("")).replaceAll("");
        return LINK.matcher(text)
                .results()
                .map(link -> link.group(1) != null ? link.group(1) : link.group(2))
                .filter(link -> !ELSEWHERE.matcher(link).matches());
    }

    /** What is wrong with a link; empty if it leads to a file, and to a heading if it names one. */
    private static String fault(Path page, String link) {
        String[] fileAndAnchor = link.split("#", 2);
        Path target =
                fileAndAnchor[0].isEmpty()
                        ? page
                        : page.resolveSibling(fileAndAnchor[0]).normalize();
        if (!isInAClone(target)) {
            return target + " is not in the repository";
        }
        if (!Files.exists(target)) {
            return "there is no file " + target;
        }
        return fileAndAnchor.length == 1 || anchors(read(target)).contains(fileAndAnchor[1])
                ? ""
                : target + " has no heading for #" + fileAndAnchor[1];
    }

    private static boolean isInAClone(Path file) {
        String first = file.getName(0).toString();
        return !first.equals("..") && !NOT_IN_A_CLONE.contains(first);
    }

    /** The anchors that GitHub gives a page's headings. */
    private static Set<String> anchors(String page) {
        Map<String, Integer> seen = new HashMap<>();
        Set<String> anchors = new HashSet<>();
        HEADING.matcher(CODE_BLOCK.matcher(page).replaceAll(""))
                .results()
                .map(heading ->
                        heading.group(1)
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                                .replace(' ', '-'))
                .forEach(anchor -> {
                    int before = seen.merge(anchor, 1, Integer::sum) - 1;
                    anchors.add(before == 0 ? anchor : anchor + "-" + before);
                });
        return anchors;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
