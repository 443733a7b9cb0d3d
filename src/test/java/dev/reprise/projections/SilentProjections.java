package dev.reprise.projections;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Silences the log of projections, for a test that makes many of their calls fail. */
public final class SilentProjections implements BeforeAllCallback, AfterAllCallback {

    /** In a field, because an unreferenced logger is collected and loses its level. */
    private static final Logger LOGGER = Logger.getLogger("dev.reprise.projections");

    @Override
    public void beforeAll(ExtensionContext context) {
        LOGGER.setLevel(Level.OFF);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        LOGGER.setLevel(null);
    }
}
