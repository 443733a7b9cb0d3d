package dev.reprise.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a CSV text record by record, as of <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC
 * 4180</a>: a field in quotes may hold commas, line breaks and, doubled, quotes. Beyond it a line
 * may end as it does on any system, an empty line is no record, and a quote inside a field that
 * does not start with one is a character like others.
 */
final class CsvReader {

    private final String text;
    private int position;
    private int line = 1;

    CsvReader(String text) {
        this.text = text;
    }

    /**
     * The next record, or empty at the end.
     *
     * @throws StoppedException if the text is not CSV; it names the line
     */
    Optional<CsvRecord> next() {
        while (skipLineBreak()) {}
        if (atEnd()) {
            return Optional.empty();
        }
        int start = line;
        List<String> fields = new ArrayList<>();
        do {
            fields.add(skip('"') ? quotedField() : plainField());
        } while (skip(','));
        if (!atEnd() && !skipLineBreak()) {
            throw malformed(line, "there is more after a closing quote");
        }
        return Optional.of(new CsvRecord(start, fields));
    }

    private String plainField() {
        int start = position;
        while (!atEnd() && current() != ',' && current() != '\r' && current() != '\n') {
            position++;
        }
        return text.substring(start, position);
    }

    private String quotedField() {
        int opened = line;
        var field = new StringBuilder();
        while (!atEnd()) {
            char c = current();
            position++;
            if (c == '\n') {
                line++;
            }
            if (c != '"' || skip('"')) {
                field.append(c);
            } else {
                return field.toString();
            }
        }
        throw malformed(opened, "a quote is opened and never closed");
    }

    private boolean skipLineBreak() {
        if (skip('\r')) {
            skip('\n');
        } else if (!skip('\n')) {
            return false;
        }
        line++;
        return true;
    }

    private boolean skip(char expected) {
        if (atEnd() || current() != expected) {
            return false;
        }
        position++;
        return true;
    }

    private char current() {
        return text.charAt(position);
    }

    private boolean atEnd() {
        return position == text.length();
    }

    private static StoppedException malformed(int line, String why) {
        return new StoppedException("The file is not CSV: line " + line + ": " + why + ".");
    }
}
