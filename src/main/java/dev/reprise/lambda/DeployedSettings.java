package dev.reprise.lambda;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Refuses to start a function whose environment does not say where its tables are. The names in
 * {@code application.properties} are for a laptop: a deployed function that used them could write
 * into the tables of another stack.
 */
@Singleton
final class DeployedSettings {

    private static final Logger LOG = Logger.getLogger(DeployedSettings.class);

    private static final List<String> REQUIRED =
            List.of(
                    "reprise.events-table",
                    "reprise.views-table",
                    "reprise.keys-table",
                    "reprise.personal-data.kms-key",
                    "reprise.projections.jobs");

    /** The ordinal of application.properties. What is set by hand has a higher one. */
    private static final int APPLICATION_PROPERTIES = 250;

    static final int BEFORE_ALL = 1;

    void check(@Observes @Priority(BEFORE_ALL) StartupEvent event, Config config) {
        // Lambda sets this variable in every function, and nobody can set it otherwise.
        String function = System.getenv("AWS_LAMBDA_FUNCTION_NAME");
        List<String> missing =
                REQUIRED.stream()
                        .filter(name ->
                                config.getConfigValue(name).getSourceOrdinal()
                                        <= APPLICATION_PROPERTIES)
                        .map(DeployedSettings::variable)
                        .toList();
        if (function != null && !missing.isEmpty()) {
            String problem =
                    "the environment of the function %s has no %s: set what template.yaml sets"
                            .formatted(function, String.join(", no ", missing));
            LOG.error(problem);
            throw new IllegalStateException(problem);
        }
    }

    private static String variable(String setting) {
        return setting.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
