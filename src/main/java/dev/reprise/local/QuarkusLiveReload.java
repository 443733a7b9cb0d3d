package dev.reprise.local;

import io.quarkus.dev.console.DevConsoleManager;
import io.quarkus.dev.spi.HotReplacementContext;
import java.util.regex.Pattern;

/**
 * The live reload of {@code quarkus:dev}, asked at every request: the first one after an edit gets
 * the new code.
 */
final class QuarkusLiveReload implements LiveReload {

    // Made here, not when needed: the class loader of replaced code may be closed by then.
    private static final Outcome UP_TO_DATE = new UpToDate();
    private static final Outcome REPLACED = new Replaced();
    private static final Pattern COLOURS = Pattern.compile("\u001B\\[[0-9;]*m");

    private final HotReplacementContext quarkus = DevConsoleManager.getHotReplacementContext();
    private volatile boolean replaced;

    /** The application that this belongs to is stopping. */
    void replaced() {
        replaced = true;
    }

    @Override
    public Outcome check() {
        Throwable problem;
        try {
            // Its lock holds back a request that comes while another one's reload is under way.
            quarkus.doScan(true);
            problem = quarkus.getDeploymentProblem();
        } catch (Exception e) {
            problem = e;
        }
        if (problem != null) {
            return broken(problem);
        }
        return replaced ? REPLACED : UP_TO_DATE;
    }

    private static Outcome broken(Throwable problem) {
        Throwable cause = problem;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return new Broken(COLOURS.matcher(cause.toString()).replaceAll(""));
    }
}
