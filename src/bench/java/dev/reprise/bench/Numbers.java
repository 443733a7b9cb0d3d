package dev.reprise.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What was measured, as it goes into {@code docs/numbers.md}: printed, and kept in {@code
 * numbers.md}.
 */
public final class Numbers {

    /** Where a benchmark leaves what it has. */
    public static final Path FOLDER = Path.of("target", "bench");

    private Numbers() {}

    /** Adds a section, after those of the benchmarks that ran before. */
    public static void add(String title, String introduction, MarkdownTable table)
            throws IOException {
        String section = "### " + title + "\n\n" + introduction + "\n\n" + table + "\n\n";
        System.out.print(section);
        Files.createDirectories(FOLDER);
        Files.writeString(
                FOLDER.resolve("numbers.md"),
                section,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
