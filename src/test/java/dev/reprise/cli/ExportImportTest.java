package dev.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reprise.cli.Tool.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code export} and {@code import} between two services in memory. */
class ExportImportTest {

    private final FakeArchive here = new FakeArchive();
    private final FakeArchive elsewhere = new FakeArchive();
    private final Tool tool = new Tool();
    private final Path temp;

    ExportImportTest(@TempDir Path temp) throws IOException {
        this.temp = temp;
        // Five streams, of 1 to 5 commits.
        for (int stream = 1; stream <= 5; stream++) {
            for (int commit = 1; commit <= stream; commit++) {
                here.append("order-" + stream, commit == 1 ? 3 : 1);
            }
        }
    }

    @AfterEach
    void close() {
        here.close();
        elsewhere.close();
    }

    private Run export(Path to, String... more) {
        return tool.run(
                Stream.concat(
                                Stream.of(
                                        "export",
                                        "--to",
                                        to.toString(),
                                        "--url",
                                        here.address(),
                                        "--attempts",
                                        "1"),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private Path exported() {
        Path to = temp.resolve("export");
        assertThat(export(to, "--all").exitCode()).isZero();
        return to;
    }

    private Run importing(Path from, String... more) {
        return tool.run(
                Stream.concat(
                                Stream.of(
                                        "import",
                                        from.toString(),
                                        "--url",
                                        elsewhere.address(),
                                        "--attempts",
                                        "1"),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private static JsonNode json(String text) throws IOException {
        return Json.read(text);
    }

    /** The files of a folder, by name. The manifest is without what is different each time. */
    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                files.put(
                        file.getFileName().toString(),
                        Files.readString(file)
                                .replaceAll("\"(startedAt|finishedAt)\" : \"[^\"]*\"", ""));
            }
        }
        return files;
    }

    @Test
    void each_event_is_a_cloud_event_and_the_last_of_a_commit_has_the_commit() throws Exception {
        Path to = exported();

        List<String> lines = Files.readAllLines(to.resolve("events-00001.ndjson"));

        assertThat(lines).hasSize(15 + 5 * 2);
        JsonNode first = json(lines.get(0));
        assertThat(first.path("specversion").asText()).isEqualTo("1.0");
        assertThat(first.path("id").asText()).isEqualTo("order-1@1");
        assertThat(first.path("source").asText()).isEqualTo("/streams/order-1");
        assertThat(first.path("type").asText()).isEqualTo("OrderItemAdded");
        assertThat(first.path("subject").asText()).isEqualTo("1");
        assertThat(first.path("time").asText()).isEqualTo("2026-01-31T08:15:30.120Z");
        assertThat(first.path("datacontenttype").asText()).isEqualTo("application/json");
        assertThat(first.path("data").path("itemId").asText()).isEqualTo("i0");
        assertThat(first.path("sequence").asText()).isEqualTo("0000000000000000001");
        assertThat(first.has("commitcontent")).isFalse();
        JsonNode last = json(lines.get(2));
        assertThat(last.path("id").asText()).isEqualTo("order-1@3");
        assertThat(last.path("commitsequence").asText()).isEqualTo("0000000000000000001");
        assertThat(last.path("commithash")).isEqualTo(first.path("commithash"));
        assertThat(last.path("commitprevious").asText()).isEqualTo(FakeArchive.start("order-1"));
        assertThat(last.path("commitcontent").asText()).isNotEmpty();
        for (String line : lines) {
            json(line)
                    .properties()
                    .forEach(attribute -> assertThat(attribute.getKey()).matches("[a-z0-9]{1,20}"));
        }
    }

    @Test
    void the_manifest_counts_everything_and_has_the_digest_of_each_file() throws Exception {
        Path to = exported();

        JsonNode manifest = json(Files.readString(to.resolve("manifest.json")));
        List<String> streams = Files.readAllLines(to.resolve("streams.ndjson"));

        assertThat(manifest.path("streams").asInt()).isEqualTo(5);
        assertThat(manifest.path("commits").asInt()).isEqualTo(15);
        assertThat(manifest.path("events").asInt()).isEqualTo(25);
        assertThat(manifest.path("exportedFrom").asText()).isEqualTo(here.address());
        assertThat(manifest.path("files")).hasSize(2);
        for (JsonNode file : manifest.path("files")) {
            Path path = to.resolve(file.path("name").asText());
            assertThat(file.path("sha256").asText()).isEqualTo(Sha256.ofFile(path));
            assertThat(file.path("bytes").asLong()).isEqualTo(Files.size(path));
        }
        assertThat(streams).hasSize(5);
        JsonNode fifth = json(streams.get(4));
        assertThat(fifth.path("stream").asText()).isEqualTo("order-5");
        assertThat(fifth.path("version").asInt()).isEqualTo(7);
        assertThat(fifth.path("lastCommit").asInt()).isEqualTo(7);
        assertThat(fifth.path("hash").asText())
                .isEqualTo(here.hashes().getOrDefault("order-5", List.of()).getLast());
        assertThat(to.resolve("unfinished.json")).doesNotExist();
    }

    @Test
    void what_is_imported_has_the_same_hashes() {
        Run run = importing(exported());

        assertThat(run.exitCode()).as(run.error()).isZero();
        assertThat(elsewhere.hashes()).isEqualTo(here.hashes());
        assertThat(run.lines())
                .containsExactly(
                        "Imported 5 streams, 15 commits, 25 events: 15 commits new, 0 there before, 0 streams refused.");
    }

    /** The export fails at each request in turn, and goes on by the same command. */
    @Test
    void an_interrupted_export_goes_on_and_becomes_the_same() throws Exception {
        Map<String, String> whole = files(exported());
        int requests = here.requests().size();
        for (int failing = 0; failing < requests; failing++) {
            Path to = temp.resolve("export-" + failing);
            here.failAfter(failing);
            Run first = export(to, "--all");
            here.failAfter(Integer.MAX_VALUE);
            Run second = export(to, "--all");

            assertThat(first.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
            assertThat(first.error())
                    .contains("Run the same command again: it goes on where it was.");
            assertThat(second.exitCode()).as(second.error()).isZero();
            assertThat(files(to)).as("failing at " + failing).isEqualTo(whole);
        }
    }

    /** What was written after the state was saved is not there twice. */
    @Test
    void an_export_that_was_killed_after_it_wrote_goes_on_from_its_saved_state() throws Exception {
        Map<String, String> whole = files(exported());
        Path to = temp.resolve("killed");
        here.failAfter(4);
        export(to, "--all");
        here.failAfter(Integer.MAX_VALUE);
        Path events = to.resolve("events-00001.ndjson");
        Files.writeString(events, Files.readString(events) + "{\"half a li");

        assertThat(export(to, "--all").exitCode()).isZero();
        assertThat(files(to)).isEqualTo(whole);
    }

    @Test
    void an_interrupted_import_goes_on_and_stores_nothing_twice() {
        Path from = exported();
        for (int failing = 0; failing < 15; failing++) {
            here.hashes().keySet().forEach(elsewhere::remove);
            elsewhere.failAfter(failing);
            Run first = importing(from, "--parallel", "2");
            elsewhere.failAfter(Integer.MAX_VALUE);
            Run second = importing(from);

            assertThat(first.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
            assertThat(first.error())
                    .contains("Run the same command again: it stores nothing twice.");
            assertThat(second.exitCode()).as(second.error()).isZero();
            assertThat(elsewhere.hashes()).isEqualTo(here.hashes());
        }
    }

    @Test
    void a_stream_that_is_there_whole_is_passed_with_two_requests() {
        Path from = exported();
        importing(from);
        elsewhere.forgetRequests();

        Run run = importing(from, "--json");

        assertThat(run.lines())
                .containsExactly(
                        "{\"streams\":5,\"commits\":15,\"events\":25,\"restored\":0,\"alreadyThere\":15,\"refused\":[]}");
        assertThat(elsewhere.requests())
                .filteredOn(request -> request.contains("order-5"))
                .containsExactly(
                        "PUT /streams/order-5/commits/1",
                        "GET /streams/order-5/commits?after=6&limit=1");
    }

    @Test
    void a_stream_that_is_longer_elsewhere_is_no_difference() {
        Path from = exported();
        importing(from);
        elsewhere.append("order-3", 1);

        assertThat(importing(from).exitCode()).isZero();
    }

    @Test
    void a_stream_that_differs_is_refused_and_the_others_are_stored() {
        Path from = exported();
        elsewhere.append("order-2", 3);
        elsewhere.append("order-2", 1, "another");
        elsewhere.append("order-3", 1, "another");
        elsewhere.append("order-5", 3);
        elsewhere.append("order-5", 1);
        elsewhere.append("order-5", 1, "another");
        Map<String, List<String>> before = elsewhere.hashes();

        Run run = importing(from);

        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG.number());
        assertThat(run.output())
                .contains(
                        "REFUSED order-2: order-2 has another commit at 4",
                        "REFUSED order-3: order-3 has another commit at 1 (409 commit-differs). The stream here is another one.",
                        "REFUSED order-5: order-5 has another commit at 5",
                        "5 commits new, 3 there before, 3 streams refused.");
        Map<String, List<String>> after = elsewhere.hashes();
        assertThat(after).containsAllEntriesOf(before);
        for (String same : List.of("order-1", "order-4")) {
            assertThat(after.get(same)).isEqualTo(here.hashes().get(same));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"events-00001.ndjson", "streams.ndjson"})
    void an_altered_file_is_found_before_anything_is_sent(String name) throws Exception {
        Path from = exported();
        Path file = from.resolve(name);
        String text = Files.readString(file);
        Files.writeString(file, text.replaceFirst("order-4", "order-9"));
        Run altered = importing(from);
        Files.delete(file);
        Run missing = importing(from);

        for (Run run : List.of(altered, missing)) {
            assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG.number());
            assertThat(run.error()).startsWith("The export was altered: ").contains(name);
        }
        assertThat(elsewhere.requests()).isEmpty();
    }

    /** Makes the manifest right again after a file was altered. */
    private static void alter(Path export, String name, UnaryOperator<List<String>> change)
            throws IOException {
        Path file = export.resolve(name);
        Files.write(file, change.apply(new ArrayList<>(Files.readAllLines(file))));
        Path manifest = export.resolve("manifest.json");
        ObjectNode json = (ObjectNode) json(Files.readString(manifest));
        for (JsonNode described : json.path("files")) {
            if (described.path("name").asText().equals(name)) {
                ((ObjectNode) described).put("sha256", Sha256.ofFile(file));
            }
        }
        Files.writeString(manifest, Json.pretty(json));
    }

    private void assertFound(UnaryOperator<List<String>> change, String name) throws Exception {
        Path from = exported();
        assertThat(importing(from, "--check").exitCode()).isZero();
        alter(from, name, change);

        Run run = importing(from, "--check");

        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG.number());
        assertThat(run.error()).startsWith("The export was altered: ");
        assertThat(elsewhere.requests()).isEmpty();
    }

    @Test
    void an_altered_content_is_found_although_the_manifest_is_right() throws Exception {
        assertFound(
                lines ->
                        lines.stream()
                                .map(line ->
                                        line.contains("order-4@5")
                                                ? line.replaceFirst(
                                                        "\"commitcontent\":\"[A-Za-z0-9]{4}",
                                                        "\"commitcontent\":\"AAAA")
                                                : line)
                                .toList(),
                "events-00001.ndjson");
    }

    @Test
    void a_removed_commit_is_found_although_the_manifest_is_right() throws Exception {
        assertFound(
                lines -> lines.stream().filter(line -> !line.contains("order-4@5")).toList(),
                "events-00001.ndjson");
    }

    @Test
    void a_removed_last_commit_is_found_although_the_manifest_is_right() throws Exception {
        assertFound(
                lines -> lines.stream().filter(line -> !line.contains("order-4@6")).toList(),
                "events-00001.ndjson");
    }

    @Test
    void a_removed_stream_is_found_although_the_manifest_is_right() throws Exception {
        assertFound(
                lines -> lines.stream().filter(line -> !line.contains("order-5@")).toList(),
                "events-00001.ndjson");
    }

    @Test
    void a_stream_that_is_removed_from_events_and_list_is_found_by_the_counts() throws Exception {
        Path from = exported();
        for (String name : List.of("events-00001.ndjson", "streams.ndjson")) {
            alter(
                    from,
                    name,
                    lines -> lines.stream().filter(line -> !line.contains("order-5")).toList());
        }

        Run run = importing(from, "--check");

        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG.number());
        assertThat(run.error()).contains("the files have not as much as the manifest");
    }

    @Test
    void another_hash_in_the_list_is_found_although_the_manifest_is_right() throws Exception {
        assertFound(
                lines ->
                        lines.stream()
                                .map(line ->
                                        line.replaceFirst(
                                                "(order-4.*\"hash\":\")[0-9a-f]{4}", "$10000"))
                                .toList(),
                "streams.ndjson");
    }

    @Test
    void what_is_not_json_is_found_although_the_manifest_is_right() throws Exception {
        assertFound(
                lines -> {
                    lines.set(3, lines.get(3).substring(1));
                    return lines;
                },
                "events-00001.ndjson");
    }

    @Test
    void one_stream_can_be_one_file() {
        Path file = temp.resolve("four.ndjson");

        assertThat(export(file, "order-4").exitCode()).isZero();
        assertThat(importing(file).exitCode()).isZero();

        assertThat(temp.resolve("four.manifest.json")).exists();
        assertThat(elsewhere.hashes())
                .isEqualTo(Map.of("order-4", here.hashes().getOrDefault("order-4", List.of())));
    }

    @Test
    void a_stream_of_a_tenant_is_named_by_its_whole_name() throws Exception {
        here.append("~acme-1~order-9-a", 1);
        Path file = temp.resolve("tenant.ndjson");

        assertThat(export(file, "~acme-1~order-9-a").exitCode()).isZero();
        assertThat(importing(file).exitCode()).isZero();

        assertThat(json(Files.readString(file)).path("subject").asText()).isEqualTo("9-a");
        assertThat(elsewhere.hashes()).containsOnlyKeys("~acme-1~order-9-a");
    }

    @Test
    void large_exports_have_several_files() throws Exception {
        for (int i = 0; i < 4; i++) {
            here.append("large-" + i, 1, "x".repeat(600_000));
        }
        Path to = temp.resolve("large");

        assertThat(export(to, "--all", "--file-size", "1").exitCode()).isZero();

        assertThat(files(to).keySet())
                .containsExactly(
                        "events-00001.ndjson",
                        "events-00002.ndjson",
                        "events-00003.ndjson",
                        "manifest.json",
                        "streams.ndjson");
        assertThat(importing(to).exitCode()).isZero();
        assertThat(elsewhere.hashes()).isEqualTo(here.hashes());
    }

    @Test
    void a_damaged_stream_is_exported_up_to_the_damage() throws Exception {
        here.damage("order-4", 1);

        Run run = export(temp.resolve("damaged"), "--all");

        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG.number());
        assertThat(run.output())
                .contains("DAMAGED order-4: order-4: event 9 is missing (500 broken-stream).");
        assertThat(importing(temp.resolve("damaged")).exitCode()).isZero();
        assertThat(elsewhere.hashes().get("order-4"))
                .isEqualTo(here.hashes().getOrDefault("order-4", List.of()).subList(0, 2));
        assertThat(elsewhere.hashes().get("order-5")).isEqualTo(here.hashes().get("order-5"));
    }

    @Test
    void a_stream_that_is_damaged_from_its_beginning_is_left_out() throws Exception {
        here.damage("order-4", 0);

        Run run = export(temp.resolve("damaged"), "--all");

        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG.number());
        assertThat(run.output()).contains("Exported 4 streams, 11 commits");
        assertThat(importing(temp.resolve("damaged")).exitCode()).isZero();
        assertThat(elsewhere.hashes()).containsOnlyKeys("order-1", "order-2", "order-3", "order-5");
    }

    @Test
    void a_commit_whose_hash_does_not_fit_is_not_exported() {
        here.alterLast("order-4");

        Run run = export(temp.resolve("altered"), "--all");

        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG.number());
        assertThat(run.error())
                .contains(
                        "Commit 6 of order-4 does not follow the one before it. Check the stream with: reprise verify order-4.");
        assertThat(temp.resolve("altered/manifest.json")).doesNotExist();
    }

    @Test
    void an_export_overwrites_nothing() throws Exception {
        Path to = exported();
        Path other = Files.writeString(temp.resolve("other.ndjson"), "mine");

        assertThat(export(to, "--all").error()).contains("has a complete export already");
        assertThat(export(other, "order-1").error()).contains("exists, and is no export");
        assertThat(other).hasContent("mine");
    }

    @Test
    void an_unfinished_export_of_something_else_is_not_mixed_in() {
        Path to = temp.resolve("mixed");
        here.failAfter(3);
        export(to, "--all");
        here.failAfter(Integer.MAX_VALUE);

        Run run = export(to, "order-1");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.error()).contains("has an unfinished export of --all");
        assertThat(importing(to).error()).contains("has no complete export");
    }

    @Test
    void a_stream_that_does_not_exist_leaves_nothing_behind() {
        Run run = export(temp.resolve("none"), "order-none");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_FOUND.number());
        assertThat(temp.resolve("none")).doesNotExist();
    }

    @Test
    void an_empty_service_has_an_empty_export() {
        IntStream.rangeClosed(1, 5).forEach(i -> here.remove("order-" + i));

        assertThat(importing(exported()).exitCode()).isZero();
        assertThat(elsewhere.hashes()).isEmpty();
    }
}
