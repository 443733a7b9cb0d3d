package dev.reprise.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What the tool says of itself, and what its page says of it. */
class HelpTest {

    private static final Path PAGE = Path.of("docs/cli.md");

    private final Tool tool = new Tool();

    private static CommandLine reprise() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
        return new Reprise(new Console(nowhere, nowhere, false, _ -> {}), Tool.SAMPLE).commands();
    }

    static Stream<String> commands() {
        return reprise().getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void each_command_has_help_with_examples_and_exit_codes(String command) {
        Tool.Run run = tool.run(command, "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.error()).isEmpty();
        assertThat(run.output()).contains("Examples:\n  ", "Exit codes:", "130   ended by Ctrl-C");
        assertThat(run.output().substring(run.output().indexOf("Examples:")))
                .contains("reprise " + command);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void the_page_has_each_command_and_each_of_its_options(String command) throws IOException {
        CommandLine described = Objects.requireNonNull(reprise().getSubcommands().get(command));

        assertThat(Files.readString(PAGE)).contains("`" + command);
        for (OptionSpec option : described.getCommandSpec().options()) {
            assertThat(Files.readString(PAGE)).contains(option.longestName());
        }
    }

    @Test
    void the_page_has_the_table_of_exit_codes() throws IOException {
        String page = Files.readString(PAGE);

        for (Map.Entry<String, String> code : ExitCode.table().entrySet()) {
            assertThat(page).contains("| " + code.getKey() + " | " + code.getValue() + " |");
        }
    }

    @Test
    void the_tool_lists_its_commands() {
        Tool.Run run = tool.run("--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.output()).contains(commands().toList());
        assertThat(tool.run().exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(tool.run("dance").exitCode()).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void attempts_and_addresses_are_checked() {
        for (String[] wrong :
                List.of(
                        new String[] {"--attempts", "0"},
                        new String[] {"--url", "ftp://host"},
                        new String[] {"--url", "http://h?x"},
                        new String[] {"--url", "http:///x"})) {
            Tool.Run run = tool.run("show", "a", wrong[0], wrong[1]);
            assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.number());
            assertThat(run.error()).contains(wrong[0].equals("--url") ? wrong[1] : "--attempts");
        }
    }

    /** Bash is asked, as it is when a person presses the tabulator key. */
    @Test
    void bash_completes_commands_and_options(@TempDir Path temp) throws Exception {
        Path script =
                Files.writeString(temp.resolve("completion"), tool.run("completion").output());

        assertThat(completed(script, "reprise", "ver")).containsExactly("verify");
        assertThat(completed(script, "reprise", "verify", "--a"))
                .containsExactlyInAnyOrder("--all", "--attempts");
    }

    private static List<String> completed(Path script, String... words) throws Exception {
        String ask =
                """
                source '%s'
                COMP_WORDS=(%s)
                COMP_CWORD=%d
                COMP_LINE='%s'
                _complete_reprise
                printf '%%s\\n' "${COMPREPLY[@]}"
                """
                        .formatted(
                                script,
                                String.join(" ", words),
                                words.length - 1,
                                String.join(" ", words));
        Process bash =
                new ProcessBuilder("bash", "-c", ask).redirectError(Redirect.DISCARD).start();
        String answer = new String(bash.getInputStream().readAllBytes(), UTF_8);
        assertThat(bash.waitFor()).as(answer).isZero();
        return answer.lines().map(String::strip).toList();
    }
}
