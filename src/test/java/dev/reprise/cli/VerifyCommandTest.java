package dev.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.cli.Tool.Run;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code verify} against an API that says what the tests want. */
class VerifyCommandTest {

    private final FakeApi api = new FakeApi();
    private final Tool tool = new Tool();

    VerifyCommandTest() throws IOException {}

    @AfterEach
    void close() {
        api.close();
    }

    private Run run(String... args) {
        return tool.run(
                Stream.concat(
                                Stream.of("verify", "--url", api.address(), "--attempts", "1"),
                                Stream.of(args))
                        .toArray(String[]::new));
    }

    private void intact(String stream, int commits) {
        api.answer(
                "GET /streams/" + stream + "/verification",
                "{\"stream\":\"%s\",\"intact\":true,\"version\":9,\"commits\":%d,\"hash\":\"ab\"}"
                        .formatted(stream, commits));
    }

    private void broken(String stream) {
        api.answer(
                "GET /streams/" + stream + "/verification",
                """
                {"intact":false,"version":2,"broken":{"sequenceNumber":3,"reason":"event 3 is missing"}}\
                """);
    }

    @Test
    void a_stream_is_checked_part_by_part() {
        api.answer(
                "GET /streams/order-a/verification",
                "{\"intact\":true,\"commits\":1000,\"next\":\"c1\"}");
        api.answer(
                "GET /streams/order-a/verification?cursor=c1",
                "{\"intact\":true,\"commits\":1500}");

        Run run = run("order-a");

        assertThat(run.exitCode()).isZero();
        assertThat(run.lines())
                .containsExactly("Intact: 1 stream checked, 1,500 commits, 0 damaged.");
    }

    @Test
    void damage_is_named_with_its_place() {
        broken("order-a");

        Run run = run("order-a");

        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG.number());
        assertThat(run.lines()).first().isEqualTo("DAMAGED order-a at 3: event 3 is missing");
    }

    @Test
    void all_streams_are_checked_and_damage_stops_nothing() {
        api.answer(
                "GET /streams?source=EVENTS&limit=200",
                "{\"streams\":[{\"stream\":\"order-a\"},{\"stream\":\"order-b\"}],\"next\":\"p2\"}");
        api.answer(
                "GET /streams?source=EVENTS&limit=200&cursor=p2",
                "{\"streams\":[],\"next\":\"p3\"}");
        api.answer(
                "GET /streams?source=EVENTS&limit=200&cursor=p3",
                "{\"streams\":[{\"stream\":\"order-c\"}]}");
        intact("order-a", 1);
        broken("order-b");
        intact("order-c", 3);

        Run run = run("--all", "--json");

        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG.number());
        assertThat(run.lines())
                .containsExactly(
                        """
                        {"intact":false,"streams":3,"commits":4,"damaged":\
                        [{"stream":"order-b","sequenceNumber":3,"reason":"event 3 is missing"}]}\
                        """);
    }

    @Test
    void a_check_that_loses_the_api_says_where_to_go_on() {
        api.answer(
                "GET /streams/order-a/verification",
                "{\"intact\":true,\"commits\":1000,\"next\":\"c1\"}");
        api.answer("GET /streams/order-a/verification?cursor=c1", 503, "{}");
        api.answer(
                "GET /streams/order-a/verification?cursor=c1", "{\"intact\":true,\"commits\":7}");

        Run lost = run("order-a");
        Run again = run("order-a", "--cursor", "c1");

        assertThat(lost.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(lost.error()).contains("Go on with: reprise verify order-a --cursor c1");
        assertThat(again.exitCode()).isZero();
    }

    @Test
    void a_check_of_all_that_loses_the_api_goes_on_with_the_page() {
        api.answer("GET /streams?source=EVENTS&limit=200", "{\"streams\":[],\"next\":\"p2\"}");
        api.answer(
                "GET /streams?source=EVENTS&limit=200&cursor=p2",
                "{\"streams\":[{\"stream\":\"order-c\"}]}");
        api.answer("GET /streams/order-c/verification", 503, "{}");

        Run run = run("--all");

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(run.error()).contains("Go on with: reprise verify --all --cursor p2");
    }

    @Test
    void a_stream_or_all_has_to_be_named() {
        assertThat(run().error()).contains("Give a STREAM, feed or --all.");
        assertThat(run("order-a", "--all").exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void a_stream_without_events_is_not_found() {
        api.problem(
                "GET /streams/order-x/verification",
                404,
                "stream-not-found",
                "order-x has no events");

        assertThat(run("order-x").exitCode()).isEqualTo(ExitCode.NOT_FOUND.number());
    }
}
