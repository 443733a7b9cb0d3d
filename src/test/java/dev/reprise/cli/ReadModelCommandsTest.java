package dev.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.cli.Tool.Run;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code rebuild}, {@code repair} and {@code redrive} against an API that says what tests want. */
class ReadModelCommandsTest {

    private static final String REBUILD = "/projections/sales/rebuild";
    private static final String REPAIR = "/projections/sales/repair";
    private static final String REDRIVE = "POST /projections/sales/redrive";

    private final FakeApi api = new FakeApi();
    private final Tool tool = new Tool();

    ReadModelCommandsTest() throws IOException {}

    @AfterEach
    void close() {
        api.close();
    }

    private Run run(String... args) {
        return tool.run(
                Stream.concat(Stream.of(args), Stream.of("--url", api.address()))
                        .toArray(String[]::new));
    }

    private void rebuild(String state, String more) {
        api.answer(
                "GET " + REBUILD,
                "{\"name\":\"sales\",\"generation\":2,\"state\":\"%s\",\"automatic\":true,\"parts\":4,\"partsDone\":%d,\"scanned\":12000,\"applied\":3000%s}"
                        .formatted(state, state.equals("RUNNING") ? 1 : 4, more));
    }

    @Test
    void a_rebuild_is_followed_until_its_generation_is_live() {
        api.answer("POST " + REBUILD, 202, "{}");
        rebuild("RUNNING", ",\"parked\":[],\"rowsPerSecond\":900,\"secondsLeft\":40");
        rebuild("SCANNED", ",\"parked\":[]");
        rebuild("DONE", ",\"parked\":[]");

        Run run = tool.onTerminal().run("rebuild", "sales", "--url", api.address());

        assertThat(run.exitCode()).isZero();
        assertThat(run.error())
                .startsWith(
                        "\r[#####               ] 1 of 4 parts, running, 12,000 commits read, 3,000 rows, 900 rows/s, 40 s left")
                .contains("\r[########################################] 4 of 4 parts");
        assertThat(run.lines())
                .containsExactly(
                        "Generation 2 of sales is live: 12,000 commits read, 3,000 rows written.");
        assertThat(api.bodies()).containsExactly("{\"switch\":\"automatic\"}");
        assertThat(tool.pauses()).hasSize(2);
    }

    @Test
    void a_rebuild_that_runs_already_is_followed() {
        api.problem("POST " + REBUILD, 409, "rebuild-running", "since today");
        rebuild("DONE", ",\"parked\":[]");

        Run run = run("rebuild", "sales");

        assertThat(run.exitCode()).isZero();
        assertThat(run.error()).contains("A rebuild of sales is running already.");
    }

    @Test
    void a_rebuild_with_parked_streams_or_without_an_end_is_wrong() {
        api.answer("POST " + REBUILD, 202, "{}");
        rebuild("SCANNED", ",\"parked\":[{\"stream\":\"order-a\"}]");
        rebuild("CANCELLED", ",\"parked\":[]");

        Run parked = run("rebuild", "sales");
        Run cancelled = run("rebuild", "sales", "--json");

        assertThat(parked.exitCode()).isEqualTo(ExitCode.WRONG.number());
        assertThat(parked.output()).contains("such as order-a", "reprise redrive sales");
        assertThat(cancelled.exitCode()).isEqualTo(ExitCode.WRONG.number());
        assertThat(cancelled.output()).contains("\"state\":\"CANCELLED\"");
    }

    @Test
    void a_rebuild_with_a_switch_by_hand_ends_before_it() {
        api.answer("POST " + REBUILD, 202, "{}");
        api.answer(
                "GET " + REBUILD,
                "{\"generation\":2,\"state\":\"SCANNED\",\"automatic\":false,\"parked\":[]}");

        Run run = run("rebuild", "sales", "--manual-switch");

        assertThat(run.exitCode()).isZero();
        assertThat(run.output()).contains("is not live yet");
        assertThat(api.bodies()).containsExactly("{\"switch\":\"manual\"}");
    }

    @Test
    void a_read_model_that_does_not_exist_is_not_found() {
        api.problem("POST " + REBUILD, 404, "projection-not-found", "no projection sales");

        assertThat(run("rebuild", "sales").exitCode()).isEqualTo(ExitCode.NOT_FOUND.number());
    }

    private void repair(boolean dryRun, long found, long mended) {
        api.answer("POST " + REPAIR, 202, "{}");
        api.answer(
                "GET " + REPAIR,
                "{\"state\":\"DONE\",\"dryRun\":%s,\"parts\":5,\"partsDone\":5,\"scanned\":120,\"found\":{\"MISSING\":%d},\"mended\":%d,\"streams\":[{\"stream\":\"order-a\",\"difference\":\"MISSING\",\"error\":\"there is no row\",\"mended\":%s}]}"
                        .formatted(dryRun, found, mended, found == mended));
    }

    @Test
    void what_a_repair_mended_is_right() {
        repair(false, 1, 1);

        Run run = run("repair", "sales");

        assertThat(run.exitCode()).isZero();
        assertThat(run.lines())
                .containsExactly(
                        "120 commits and rows of sales read, 1 difference, 1 mended.",
                        "MISSING 1",
                        "mended      order-a  MISSING: there is no row");
        assertThat(api.bodies()).containsExactly("{\"dryRun\":false}");
    }

    @Test
    void what_a_dry_run_found_is_wrong() {
        repair(true, 1, 0);

        Run run = run("repair", "sales", "--dry-run");

        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG.number());
        assertThat(run.output()).contains("not mended  order-a");
        assertThat(api.bodies()).containsExactly("{\"dryRun\":true}");
    }

    @Test
    void all_parked_streams_are_tried_while_calls_are_full() {
        api.answer(REDRIVE, "{\"redriven\":1000,\"parkedAgain\":2,\"needRebuild\":0}");
        api.answer(REDRIVE, "{\"redriven\":7,\"parkedAgain\":2,\"needRebuild\":0}");

        Run run = run("redrive", "sales");

        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG.number());
        assertThat(run.lines()).containsExactly("1,005 streams tried again, 2 parked again.");
    }

    @Test
    void streams_that_park_again_are_not_tried_for_ever() {
        api.answer(REDRIVE, "{\"redriven\":1000,\"parkedAgain\":1000,\"needRebuild\":0}");

        assertThat(run("redrive", "sales").exitCode()).isEqualTo(ExitCode.WRONG.number());
        assertThat(api.requests()).hasSize(1);
    }

    @Test
    void where_nothing_is_parked_there_is_nothing_to_do() {
        api.problem(REDRIVE, 409, "not-parked", "no stream is parked in sales");

        Run run = run("redrive", "sales");

        assertThat(run.exitCode()).isZero();
        assertThat(run.lines()).containsExactly("No stream is parked in sales.");
    }

    @Test
    void a_stream_that_is_parked_again_shows_why() {
        api.answer(
                "POST /projections/sales/streams/order-a/redrive",
                "{\"stream\":\"order-a\",\"rows\":[{\"generation\":1,\"version\":2,\"parked\":{\"stream\":\"order-a\",\"error\":\"boom\"}}]}");

        Run run = run("redrive", "sales", "order-a");

        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG.number());
        assertThat(run.lines())
                .containsExactly("order-a: boom", "1 stream tried again, 1 parked again.");
    }
}
