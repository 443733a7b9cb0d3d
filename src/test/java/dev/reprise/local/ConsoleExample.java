package dev.reprise.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A command in a {@code console} block of a page, and the output that the page shows below it.
 *
 * @param command the command on one line, without the prompt
 * @param output without blank lines at its end; may be empty
 */
record ConsoleExample(String command, String output) {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```console\n(.*?)^```$");
    private static final Pattern PROMPT = Pattern.compile("(?m)^\\$ ");
    private static final String CONTINUATION = "\\\n";

    /** The examples of a page, in the order in which they stand there. */
    static List<ConsoleExample> of(Path page) throws IOException {
        List<ConsoleExample> examples = new ArrayList<>();
        BLOCK.matcher(Files.readString(page))
                .results()
                .flatMap(block -> PROMPT.splitAsStream(block.group(1)))
                .filter(text -> !text.isBlank())
                .map(ConsoleExample::parse)
                .forEach(examples::add);
        return examples;
    }

    private static ConsoleExample parse(String text) {
        String joined = text.replace(CONTINUATION, " ");
        int end = joined.indexOf('\n');
        return new ConsoleExample(joined.substring(0, end), joined.substring(end + 1).strip());
    }
}
