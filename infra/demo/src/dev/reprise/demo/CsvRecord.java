package dev.reprise.demo;

import java.util.List;

/**
 * One record of a CSV text.
 *
 * @param line the line it starts in, from 1
 * @param fields at least one, without their quotes
 */
record CsvRecord(int line, List<String> fields) {

    CsvRecord {
        fields = List.copyOf(fields);
    }
}
