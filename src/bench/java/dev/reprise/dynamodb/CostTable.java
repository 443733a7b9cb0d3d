package dev.reprise.dynamodb;

import dev.reprise.bench.MarkdownTable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table of commands with their measured cost and their goal. A cost over its goal is bold. */
final class CostTable {

    private record Row(@Nullable Cost measured, Cost goal) {}

    private final Map<String, Row> rows = new LinkedHashMap<>();

    /** Adds a row for a command, which is marked as failed unless {@link #add} follows. */
    void expect(String command, Cost goal) {
        rows.put(command, new Row(null, goal));
    }

    void add(String command, Cost measured, Cost goal) {
        rows.put(command, new Row(measured, goal));
    }

    MarkdownTable markdown() {
        MarkdownTable table =
                new MarkdownTable(
                        "command", "requests (goal)", "read units (goal)", "write units (goal)");
        rows.forEach((command, row) -> {
            Cost measured = row.measured();
            Cost goal = row.goal();
            if (measured == null) {
                table.row(
                        command,
                        failed(goal.requests()),
                        failed(goal.readUnits()),
                        failed(goal.writeUnits()));
            } else {
                table.row(
                        command,
                        cell(measured.requests(), goal.requests()),
                        cell(measured.readUnits(), goal.readUnits()),
                        cell(measured.writeUnits(), goal.writeUnits()));
            }
        });
        return table;
    }

    private static String failed(double goal) {
        return "**failed** (" + number(goal) + ")";
    }

    private static String cell(double measured, double goal) {
        String shown = number(measured);
        return (measured <= goal ? shown : "**" + shown + "**") + " (" + number(goal) + ")";
    }

    private static String number(double units) {
        if (Double.isNaN(units)) {
            return "not known";
        }
        return units == Math.rint(units) ? String.valueOf((long) units) : String.valueOf(units);
    }
}
