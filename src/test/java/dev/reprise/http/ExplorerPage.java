package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The explorer in a tab of its own, without anything that an earlier tab kept. When it is closed,
 * nothing may have gone wrong in it that the test did not expect.
 */
final class ExplorerPage implements AutoCloseable {

    static final int PHONE = 390;
    static final int TABLET = 820;
    static final int DESK = 1440;

    private static final int HEIGHT = 1000;
    private static final String AXE = resource("/axe.min.js");

    private final BrowserContext context;
    private final Page page;
    private final List<String> faults = new ArrayList<>();

    /** What Chromium itself says of an answer that is no success; the page shows it. */
    private static final Pattern REFUSED_CALL = Pattern.compile("Failed to load resource.*");

    ExplorerPage() {
        this(DESK, ColorScheme.LIGHT);
    }

    ExplorerPage(int width, ColorScheme scheme) {
        context =
                Chromium.browser()
                        .newContext(
                                new Browser.NewContextOptions()
                                        .setViewportSize(width, HEIGHT)
                                        .setLocale("en-GB")
                                        .setColorScheme(scheme));
        page = context.newPage();
        page.onPageError(faults::add);
        page.onConsoleMessage(this::noteFault);
        page.onDialog(dialog -> {
            faults.add("a dialog: " + dialog.message());
            dialog.dismiss();
        });
    }

    private void noteFault(ConsoleMessage message) {
        if (message.type().equals("error") && !REFUSED_CALL.matcher(message.text()).matches()) {
            faults.add(message.text());
        }
    }

    private static String resource(String name) {
        try (InputStream file = ExplorerPage.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String address(String target) {
        return "http://127.0.0.1:"
                + ConfigProvider.getConfig().getValue("reprise.local.http.port", Integer.class)
                + target;
    }

    /** Opens a screen by its address after the {@code #}. */
    ExplorerPage open(String screen) {
        page.navigate(address("/#" + screen));
        return this;
    }

    ExplorerPage openOrder(String orderId) {
        return open("/orders/" + orderId);
    }

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    Locator find(String selector) {
        return page.locator(selector);
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator field(String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    /** A choice among several; its circle is not drawn, so its label is what is clicked. */
    void choose(String label) {
        find("label:text-is(\"" + label + "\")").click();
    }

    /** Answers calls of the API instead of the service. */
    ExplorerPage answering(String path, int status, String json) {
        page.route(
                Pattern.compile(".*:[0-9]+" + path + "([?].*)?"),
                route ->
                        route.fulfill(
                                new Route.FulfillOptions()
                                        .setStatus(status)
                                        .setContentType(
                                                status < 400
                                                        ? "application/json"
                                                        : Problem.MEDIA_TYPE)
                                        .setBody(json)));
        return this;
    }

    /** Keeps a picture of the whole screen in {@code target/screenshots}. */
    void keepPicture(String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(Path.of("target", "screenshots", name + ".png"))
                        .setFullPage(true));
    }

    /** Checks that axe finds nothing serious, and that nothing is wider than the screen. */
    ExplorerPage expectAccessible() {
        expectNothingWider();
        page.evaluate(AXE);
        Object found =
                page.evaluate(
                        """
                        async () => {
                          const { violations } = await axe.run({ resultTypes: ['violations'] });
                          return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
                            .map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html + ' ' + node.failureSummary).join('; '));
                        }
                        """);
        assertThat((List<?>) found).as("what axe finds at %s", page.url()).isEmpty();
        return this;
    }

    /** Checks that nothing is wider than the screen. */
    ExplorerPage expectNothingWider() {
        assertThat(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
                .as("how much wider than the screen the page is, at %s", page.url())
                .isEqualTo(0);
        return this;
    }

    /** Checks that nothing went wrong so far. */
    ExplorerPage expectNoFault() {
        assertThat(faults).isEmpty();
        return this;
    }

    @Override
    public void close() {
        context.close();
        expectNoFault();
    }
}
