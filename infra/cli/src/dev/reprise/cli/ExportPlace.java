package dev.reprise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/**
 * The place of an export: a folder with its files, or one file whose name ends with {@code
 * .ndjson}, with the other files in the same folder.
 *
 * @param prefix the beginning of the files' names; empty if the place is a folder
 * @param isSingle whether the place is one file
 */
record ExportPlace(Path folder, String prefix, boolean isSingle) {

    private static final String NDJSON = ".ndjson";

    static ExportPlace of(Path to) {
        String name = String.valueOf(to.getFileName());
        if (!name.endsWith(NDJSON)) {
            return new ExportPlace(to, "", false);
        }
        Path parent = to.toAbsolutePath().getParent();
        return new ExportPlace(
                parent == null ? to.toAbsolutePath() : parent,
                name.substring(0, name.length() - NDJSON.length()),
                true);
    }

    /** The name of a file with events, by its number from 1. */
    String events(int number) {
        return isSingle
                ? prefix + NDJSON
                : String.format(Locale.ROOT, "events-%05d%s", number, NDJSON);
    }

    String streams() {
        return isSingle ? prefix + ".streams" + NDJSON : "streams" + NDJSON;
    }

    Path manifest() {
        return file(isSingle ? prefix + ".manifest.json" : "manifest.json");
    }

    /** The state of an unfinished export. */
    Path state() {
        return file(isSingle ? prefix + ".unfinished.json" : "unfinished.json");
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** Replaces a small file, completely or not at all. */
    static void replace(Path file, String text) throws IOException {
        Path written = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(written, text);
        Files.move(
                written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
