package dev.reprise.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private long millis;

    private ProgressBar bar(boolean terminal, boolean silent) {
        PrintStream out = new PrintStream(printed, true, UTF_8);
        return new ProgressBar(
                new Console(out, out, terminal, _ -> {}),
                silent,
                () -> TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private String printed() {
        return printed.toString(UTF_8).replace(System.lineSeparator(), "\n");
    }

    @Test
    void the_bar_is_half_full_after_half_of_the_orders() {
        bar(true, false).show(1_500, 3_000, "orders");

        assertThat(printed())
                .isEqualTo("\r[####################                    ] 1,500 of 3,000 orders");
    }

    @Test
    void a_shorter_state_covers_the_longer_one_before_it() {
        ProgressBar bar = bar(true, false);
        bar.show("12345");
        millis = 100;
        bar.show("12");

        assertThat(printed()).isEqualTo("\r12345\r12   ");
    }

    @Test
    void a_terminal_is_written_to_at_most_ten_times_a_second() {
        ProgressBar bar = bar(true, false);
        bar.show("first");
        millis = 99;
        bar.show("too early");
        bar.end("the end");

        assertThat(printed()).isEqualTo("\rfirst\rthe end\n");
    }

    @Test
    void elsewhere_there_is_a_line_each_five_seconds() {
        ProgressBar bar = bar(false, false);
        bar.show(0, 4, "orders");
        millis = 4_999;
        bar.show(1, 4, "orders");
        millis = 5_000;
        bar.show(2, 4, "orders");
        millis = 9_999;
        bar.show(3, 4, "orders");
        bar.end(4, 4, "orders");

        assertThat(printed()).isEqualTo("2 of 4 orders\n4 of 4 orders\n");
    }

    @Test
    void a_silent_one_shows_nothing() {
        ProgressBar bar = bar(true, true);
        bar.show("state");
        bar.end("the end");

        assertThat(printed()).isEmpty();
    }

    @Test
    void nothing_to_do_is_all_done() {
        bar(true, false).end(0, 0, "orders");

        assertThat(printed())
                .isEqualTo("\r[########################################] 0 of 0 orders\n");
    }
}
