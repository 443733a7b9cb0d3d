package dev.reprise.orders;

import dev.reprise.bench.MarkdownTable;
import dev.reprise.bench.Numbers;
import dev.reprise.serialization.EventFormat;
import java.nio.file.Files;
import java.util.Collection;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Measures replaying without DynamoDB, with JMH. No time fails the run. */
class ReplayBenchmark {

    @Test
    void folding() throws Exception {
        MarkdownTable table =
                new MarkdownTable("stream of 1,000 events", "ms", "goal", "events per second");
        for (RunResult result : run(FoldSpeed.class)) {
            double millis = millis(result);
            table.row(
                    "%,d distinct lines"
                            .formatted(Integer.parseInt(result.getParams().getParam("lines"))),
                    number("%.3f", millis),
                    "< 1",
                    number("%,.0f", FoldSpeed.EVENTS / millis * 1_000));
        }
        Numbers.add(
                "Folding",
                "Decoded events folded into an order, to the list of its lines: JMH, median.",
                table);
    }

    @Test
    void formats() throws Exception {
        Collection<RunResult> results = run(CodecSpeed.class);
        MarkdownTable table =
                new MarkdownTable(
                        "format",
                        "encode, events per second",
                        "decode, events per second",
                        "decode and fold, ms");
        for (EventFormat format : EventFormat.values()) {
            table.row(
                    format.name(),
                    number("%,.0f", perSecond(millis(results, "encode", format))),
                    number("%,.0f", perSecond(millis(results, "decode", format))),
                    number("%.2f", millis(results, "replay", format)));
        }
        Numbers.add(
                "Encoding and decoding",
                "1,000 commits of one event each, without DynamoDB: JMH, median.",
                table);
    }

    private static Collection<RunResult> run(Class<?> benchmark) throws Exception {
        Files.createDirectories(Numbers.FOLDER);
        return new Runner(
                        new OptionsBuilder()
                                .include("^" + benchmark.getName() + "\\.")
                                .forks(1)
                                .warmupIterations(5)
                                .warmupTime(TimeValue.seconds(1))
                                .measurementIterations(5)
                                .measurementTime(TimeValue.seconds(1))
                                .shouldFailOnError(true)
                                .output(
                                        Numbers.FOLDER
                                                .resolve(benchmark.getSimpleName() + ".log")
                                                .toString())
                                .build())
                .run();
    }

    private static double millis(
            Collection<RunResult> results, String benchmark, EventFormat format) {
        return results.stream()
                .filter(result -> result.getPrimaryResult().getLabel().equals(benchmark))
                .filter(result -> result.getParams().getParam("format").equals(format.name()))
                .mapToDouble(ReplayBenchmark::millis)
                .findFirst()
                .orElseThrow();
    }

    /** The median, which depends less on other work on the machine than the average. */
    private static double millis(RunResult result) {
        return result.getPrimaryResult().getStatistics().getPercentile(50);
    }

    private static double perSecond(double millis) {
        return CodecSpeed.COMMITS / millis * 1_000;
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
