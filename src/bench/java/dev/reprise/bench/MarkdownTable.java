package dev.reprise.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Builds a Markdown table row by row. */
public final class MarkdownTable {

    private final List<String> rows = new ArrayList<>();

    public MarkdownTable(String... columns) {
        row(columns);
        row(Collections.nCopies(columns.length, "---").toArray(String[]::new));
    }

    public void row(String... cells) {
        rows.add("| " + String.join(" | ", cells) + " |");
    }

    @Override
    public String toString() {
        return String.join("\n", rows);
    }
}
