package dev.reprise.http;

import static org.junit.jupiter.api.Assertions.fail;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * The system's Chromium, started once. Without it a test is skipped, and says so; in CI it fails.
 */
final class Chromium {

    private static final double PATIENCE_MILLIS = 20_000;

    private static @Nullable Browser browser;

    private Chromium() {}

    static synchronized Browser browser() {
        if (browser == null) {
            PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
            browser = launch(found().orElseGet(Chromium::missing));
        }
        return browser;
    }

    private static Browser launch(Path program) {
        Playwright playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions().setExecutablePath(program));
    }

    private static Optional<Path> found() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name ->
                        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                                .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Path missing() {
        String said =
                "There is no chromium on the PATH, so the explorer is not tested. Install it, for example with: apt-get install chromium";
        if ("true".equals(System.getenv("CI"))) {
            return fail(said);
        }
        throw new TestAbortedException(said);
    }
}
