package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The values in a page's output that differ in each run: instants, days, ids, hashes and cursors.
 * Each value on the page stands for one value of the run, wherever the page shows it.
 */
final class MadeValues {

    private static final Pattern MADE =
            Pattern.compile(
                    String.join(
                            "|",
                            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z",
                            "(?<=\"(?:from|to|day)\":\")\\d{4}-\\d\\d-\\d\\d(?=\")",
                            "\\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b",
                            "~[A-Za-z0-9_-]{22}",
                            "\\b[0-9a-f]{32}\\b",
                            "\\b[0-9a-f]{64}\\b",
                            "(?<=\"next\":\")[\\w-]+",
                            "(?<=cursor=)[\\w-]+",
                            "(?<=\"lagMillis\":)\\d+"));

    private final Map<String, String> actualByDocumented = new HashMap<>();

    /** The command with the values of this run in place of those on the page. */
    String inCommand(String documented) {
        return MADE.matcher(documented)
                .replaceAll(made -> actualByDocumented.getOrDefault(made.group(), made.group()));
    }

    /** Asserts that an output is the one on the page, and learns the values of this run from it. */
    void assertMatches(String actual, String documented) {
        assertThat(MADE.matcher(actual).replaceAll("<made>"))
                .isEqualTo(MADE.matcher(documented).replaceAll("<made>"));
        List<String> actualValues = valuesIn(actual);
        List<String> documentedValues = valuesIn(documented);
        for (int i = 0; i < actualValues.size(); i++) {
            String value = actualValues.get(i);
            String known = actualByDocumented.putIfAbsent(documentedValues.get(i), value);
            assertThat(value)
                    .as("in %s, what stands for %s", actual, documentedValues.get(i))
                    .isEqualTo(known == null ? value : known);
        }
    }

    private static List<String> valuesIn(String text) {
        return MADE.matcher(text).results().map(MatchResult::group).toList();
    }
}
