package dev.reprise.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import dev.reprise.bench.MarkdownTable;
import dev.reprise.bench.Numbers;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Scrolls through all events of an order in the explorer, a step for each frame, and says how long
 * the frames took. Chromium runs without a window, so what it draws is drawn by the processor.
 */
@QuarkusTest
class ScrollBenchmark {

    private static final int ROW = 56;
    private static final int ROWS_PER_FRAME = 5;
    private static final int MAX_ROWS = 60;

    /** Scrolls to one end of the list, and returns what it saw. */
    private static final String SCROLL =
            """
            async (step) => {
              const list = document.querySelector('virtual-list.events');
              const long = [];
              const observer = new PerformanceObserver((found) => long.push(...found.getEntries().map((task) => task.duration)));
              observer.observe({ type: 'longtask' });
              const frame = () => new Promise(requestAnimationFrame);
              const end = step > 0 ? list.scrollHeight - list.clientHeight : 0;
              const frames = [];
              let [rows, loading, before] = [0, 0, await frame()];
              while (list.scrollTop !== end) {
                list.scrollTop += step;
                const at = await frame();
                frames.push(at - before);
                before = at;
                const shown = list.querySelectorAll('.event-row');
                rows = Math.max(rows, shown.length);
                if ([...shown].some((row) => row.textContent.endsWith('Loading'))) loading++;
              }
              observer.disconnect();
              frames.sort((a, b) => a - b);
              return { frames: frames.length, rows, loading,
                slow: frames.filter((ms) => ms > 17).length, missed: frames.filter((ms) => ms > 25).length,
                bad: frames.filter((ms) => ms > 50).length, median: frames[Math.floor(frames.length / 2)], p99: frames[Math.floor(frames.length * .99)],
                longest: frames.at(-1), long: long.length, longestTask: Math.max(0, ...long) };
            }
            """;

    private static final List<String> WORK =
            List.of("ScriptDuration", "RecalcStyleDuration", "LayoutDuration", "TaskDuration");

    @Test
    void the_events_of_a_large_order_are_scrolled() throws IOException {
        String order = LargeOrder.create();
        MarkdownTable table =
                new MarkdownTable(
                        "all events",
                        "frames",
                        "longer than 17 ms",
                        "longer than 25 ms",
                        "longer than 50 ms",
                        "median, 99 %, longest",
                        "tasks over 50 ms",
                        "script, style, layout, all work, ms per frame",
                        "rows in the page, at most",
                        "frames with a row that is not read yet");
        try (ExplorerPage page = new ExplorerPage().openOrder(order)) {
            assertThat(page.find(".slider-text")).containsText("Version 10,001 of 10,001");
            page.find("virtual-list.events").evaluate("list => { list.scrollTop = 0; }");
            table.row(scrolled(page, "down, reading them", ROWS_PER_FRAME));
            table.row(scrolled(page, "up again", -ROWS_PER_FRAME));
        }
        Numbers.add(
                "How smoothly 10,000 events are scrolled",
                "%d rows a frame, in Chromium without a window and without a graphics processor, beside the service. 60 frames a second are 16.7 ms each; the browser rounds to tenths."
                        .formatted(ROWS_PER_FRAME),
                table);
    }

    private static String[] scrolled(ExplorerPage page, String name, int rows) {
        CDPSession devTools = page.context().newCDPSession(page.page());
        devTools.send("Performance.enable");
        Map<String, Double> before = work(devTools);
        Map<?, ?> seen = (Map<?, ?>) page.page().evaluate(SCROLL, rows * ROW);
        Map<String, Double> after = work(devTools);

        double frames = number(seen, "frames");
        assertThat(frames).isGreaterThan((LargeOrder.EVENTS - 100.0) / ROWS_PER_FRAME);
        assertThat(number(seen, "rows")).isBetween(10.0, (double) MAX_ROWS);
        return new String[] {
            name,
            "%,.0f".formatted(frames),
            share(seen, "slow"),
            share(seen, "missed"),
            share(seen, "bad"),
            "%.1f, %.1f, %.1f ms"
                    .formatted(
                            number(seen, "median"), number(seen, "p99"), number(seen, "longest")),
            "%.0f (longest %.0f ms)".formatted(number(seen, "long"), number(seen, "longestTask")),
            String.join(
                    ", ",
                    WORK.stream()
                            .map(kind -> number(after, kind) - number(before, kind))
                            .map(seconds -> "%.2f".formatted(seconds * 1000 / frames))
                            .toList()),
            "%.0f".formatted(number(seen, "rows")),
            share(seen, "loading")
        };
    }

    private static String share(Map<?, ?> seen, String name) {
        return "%.1f %%".formatted(100 * number(seen, name) / number(seen, "frames"));
    }

    private static double number(Map<?, ?> seen, String name) {
        return ((Number) Objects.requireNonNull(seen.get(name), name)).doubleValue();
    }

    /** The seconds that the page's thread worked so far, by what it did. */
    private static Map<String, Double> work(CDPSession devTools) {
        Map<String, Double> work = new HashMap<>();
        devTools.send("Performance.getMetrics")
                .getAsJsonArray("metrics")
                .forEach(metric -> {
                    JsonObject named = metric.getAsJsonObject();
                    work.put(named.get("name").getAsString(), named.get("value").getAsDouble());
                });
        return work;
    }
}
