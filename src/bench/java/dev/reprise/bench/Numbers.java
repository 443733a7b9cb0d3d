package dev.reprise.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes results as sections for {@code docs/numbers.md}: to standard output, and to {@code
 * numbers.md} in {@link #FOLDER}.
 */
public final class Numbers {

    /** The folder for the files of the benchmarks. */
    public static final Path FOLDER = Path.of("target", "bench");

    private Numbers() {}

    /** Appends a section after those of earlier benchmarks. */
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
