package dev.reprise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code .mvn/find-jdk.sh} on folders that stand for a machine's root and home. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "mvnw.cmd does not use find-jdk.sh")
class JdkFinderTest {

    private final Path machine;
    private final Map<String, String> environment = new HashMap<>();

    JdkFinderTest(@TempDir Path temp) throws IOException {
        machine = temp.toRealPath().resolve("a machine");
        environment.put("HOME", machine.resolve("home/me").toString());
        environment.put("PATH", machine.resolve("bin").toString());
    }

    @Test
    void a_java_home_of_25_is_taken() {
        jdk("usr/lib/jvm/other", "25.0.1");
        environment.put("JAVA_HOME", jdk("mine", "25.0.3").toString());

        assertThat(find()).isEqualTo(found("mine"));
    }

    @Test
    void an_older_java_home_is_passed_over_for_a_25_in_the_jvm_folders() {
        environment.put("JAVA_HOME", jdk("old", "17.0.15").toString());
        jdk("usr/lib/jvm/java-21", "21");
        jdk("usr/lib/jvm/java-25", "25");

        assertThat(find()).isEqualTo(found("usr/lib/jvm/java-25"));
    }

    @Test
    void a_java_home_that_is_gone_is_passed_over() {
        environment.put("JAVA_HOME", machine.resolve("gone").toString());
        jdk("usr/lib/jvm/java-25", "25.0.3");

        assertThat(find()).isEqualTo(found("usr/lib/jvm/java-25"));
    }

    @Test
    void java_on_the_path_is_followed_through_its_links() throws IOException {
        jdk("elsewhere/jdk", "25.0.3");
        Path bin = Files.createDirectories(machine.resolve("bin"));
        Path alternatives = Files.createDirectories(machine.resolve("etc/alternatives"));
        Files.createSymbolicLink(bin.resolve("java"), alternatives.resolve("java"));
        Files.createSymbolicLink(
                alternatives.resolve("java"), Path.of("../../elsewhere/jdk/bin/java"));
        environment.merge("PATH", "/usr/bin:/bin", (first, rest) -> first + ":" + rest);

        assertThat(find()).isEqualTo(found("elsewhere/jdk"));
    }

    @Test
    void a_25_is_preferred_to_a_newer_one() {
        environment.put("JAVA_HOME", jdk("newer", "26").toString());
        jdk("usr/lib/jvm/java-25", "25.0.3");

        assertThat(find()).isEqualTo(found("usr/lib/jvm/java-25"));
    }

    @Test
    void a_newer_one_is_taken_where_there_is_no_25() {
        jdk("usr/lib/jvm/java-21", "21.0.9");
        jdk("usr/lib/jvm/java-26", "26-ea");

        assertThat(find()).isEqualTo(found("usr/lib/jvm/java-26"));
    }

    @Test
    void a_runtime_without_a_compiler_is_not_enough() {
        jre("usr/lib/jvm/a-jre-25", "25.0.3");
        jdk("usr/lib/jvm/b-jdk-25", "25.0.3");

        assertThat(find()).isEqualTo(found("usr/lib/jvm/b-jdk-25"));
    }

    @Test
    void the_folders_of_macos_sdkman_intellij_asdf_and_mise_are_known() {
        for (String folder :
                new String[] {
                    "Library/Java/JavaVirtualMachines/temurin-25.jdk/Contents/Home",
                    "opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home",
                    "usr/local/opt/openjdk/libexec/openjdk.jdk/Contents/Home",
                    "usr/java/jdk-25",
                    "opt/java/openjdk",
                    "opt/jdk-25.0.3",
                    "home/me/Library/Java/JavaVirtualMachines/ms-25/Contents/Home",
                    "home/me/.sdkman/candidates/java/25.0.3-tem",
                    "home/me/.jdks/temurin-25.0.3",
                    "home/me/.asdf/installs/java/temurin-25.0.3",
                    "home/me/.local/share/mise/installs/java/25.0.3"
                }) {
            Path jdk = jdk(folder, "25.0.3");

            assertThat(find()).isEqualTo(found(folder));

            delete(jdk.resolve("bin/java"));
        }
    }

    @Test
    void what_macos_names_is_taken() {
        Path jdk = jdk("Volumes/Java/25", "25.0.3");
        script("usr/libexec/java_home", "[ \"$*\" = '-v 25' ] && echo '" + jdk + "'");

        assertThat(find()).isEqualTo(found("Volumes/Java/25"));
    }

    @Test
    void no_java_is_started_where_the_release_file_tells_the_version() {
        jdk("usr/lib/jvm/java-25", "25.0.3");
        script("usr/lib/jvm/java-25/bin/javac", "echo started >&2");

        assertThat(find()).isEqualTo(found("usr/lib/jvm/java-25"));
    }

    @Test
    void without_a_release_file_the_compiler_is_asked() throws IOException {
        Path jdk = jdk("usr/lib/jvm/java-25", "25.0.3");
        delete(jdk.resolve("release"));
        Files.createDirectories(jdk.resolve("lib"));
        Files.createFile(jdk.resolve("lib/modules"));
        script("usr/lib/jvm/java-25/bin/javac", "echo javac 25.0.3");

        assertThat(find()).isEqualTo(found("usr/lib/jvm/java-25"));
    }

    @Test
    void where_there_is_none_it_says_what_there_is() {
        Path old = jdk("old", "1.8.0_402");
        environment.put("JAVA_HOME", old.toString());
        Path jre = jre("usr/lib/jvm/jre", "25.0.3");

        assertThat(find())
                .isEqualTo(
                        new Outcome(
                                1,
                                "",
                                """
                                Reprise needs a JDK 25 and found none. JAVA_HOME points to 8 (%s).
                                Found instead: 8 in %s (JAVA_HOME); 25 without javac in %s.
                                Install one, for example from https://adoptium.net, or set JAVA_HOME to its folder.
                                """
                                        .formatted(old, old, jre)));
    }

    @Test
    void a_machine_without_any_java_is_told_so() {
        Outcome outcome = find();

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.error())
                .contains("JAVA_HOME is not set.", "no Java in any of the usual places");
    }

    private record Outcome(int exitCode, String output, String error) {}

    private Outcome found(String folder) {
        return new Outcome(0, machine.resolve(folder) + "\n", "");
    }

    private Outcome find() {
        ProcessBuilder finder =
                new ProcessBuilder("/bin/sh", ".mvn/find-jdk.sh", machine.toString());
        finder.environment().clear();
        finder.environment().putAll(environment);
        try {
            Path error = Files.createTempFile(machine.getParent(), "error", ".txt");
            Process process = finder.redirectError(error.toFile()).start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(10, SECONDS)).isTrue();
            return new Outcome(process.exitValue(), output, Files.readString(error));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path jdk(String folder, String version) {
        Path jdk = jre(folder, version);
        script(folder + "/bin/javac", "exit 1");
        return jdk;
    }

    private Path jre(String folder, String version) {
        script(folder + "/bin/java", "exit 1");
        Path jre = machine.resolve(folder);
        write(
                jre.resolve("release"),
                "IMPLEMENTOR=\"Someone\"\nJAVA_VERSION=\"%s\"\n".formatted(version));
        return jre;
    }

    private void script(String file, String body) {
        Path script = machine.resolve(file);
        write(script, "#!/bin/sh\n" + body + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }

    private static void write(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
