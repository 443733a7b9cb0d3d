package dev.reprise.metrics;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id of the X-Ray trace that the function's current call belongs to. */
public final class TraceId {

    /** The system property that Lambda's runtime sets before each call. */
    private static final String PROPERTY = "com.amazonaws.xray.traceHeader";

    /** Such as {@code Root=1-5759e988-bd862e3fe1be46a994272793;Parent=…;Sampled=1}. */
    private static final Pattern ROOT =
            Pattern.compile("(?:^|;)\\s*Root=(1-[0-9a-f]{8}-[0-9a-f]{24})\\s*(?:;|$)");

    private TraceId() {}

    /** Empty outside Lambda. */
    public static Optional<String> current() {
        return of(System.getProperty(PROPERTY));
    }

    /**
     * The id in a trace header.
     *
     * @return empty if there is none, or it is malformed
     */
    static Optional<String> of(@Nullable String header) {
        Matcher root = ROOT.matcher(header == null ? "" : header);
        return root.find() ? Optional.of(root.group(1)) : Optional.empty();
    }
}
