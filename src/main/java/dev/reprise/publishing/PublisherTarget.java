package dev.reprise.publishing;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where the publisher sends events. */
public sealed interface PublisherTarget {

    /** The setting that {@link #of} reads. */
    String SETTING = "reprise.publisher.to";

    /** Lines of the log. */
    record Log() implements PublisherTarget {}

    /** An address that takes CloudEvents over HTTP. */
    record Address(URI url) implements PublisherTarget {}

    /**
     * An event bus of Amazon EventBridge.
     *
     * @param bus its name or ARN
     */
    record Bus(String bus) implements PublisherTarget {

        /**
         * A bus of one's own, and {@code default}. Buses of partners, whose names have slashes,
         * take events of the partner only.
         */
        private static final Pattern NAME =
                Pattern.compile(
                        "(arn:aws[a-z-]*:events:[a-z0-9-]+:[0-9]{12}:event-bus/)?[A-Za-z0-9._-]{1,256}");
    }

    /**
     * Reads the setting.
     *
     * @param setting {@code log}, a URL, or the name or ARN of an event bus; empty if the publisher
     *     is off
     * @throws IllegalArgumentException if it is something else; the message is one line for the
     *     operator
     */
    static Optional<PublisherTarget> of(Optional<String> setting) {
        return setting.map(PublisherTarget::of);
    }

    private static PublisherTarget of(String setting) {
        if (setting.equals("log")) {
            return new Log();
        }
        String lower = setting.toLowerCase(Locale.ROOT);
        if (lower.startsWith("http://") || lower.startsWith("https://")) {
            return new Address(url(setting));
        }
        if (Bus.NAME.matcher(setting).matches()) {
            return new Bus(setting);
        }
        throw new IllegalArgumentException(
                SETTING
                        + " must be empty, log, an http or https URL, or the name or ARN of an event"
                        + " bus, found \""
                        + withoutAddress(setting)
                        + "\"");
    }

    /** A mistyped URL can have a secret in it, so nothing after its scheme is shown. */
    private static String withoutAddress(String setting) {
        int end = setting.indexOf("://");
        return end < 0 ? setting : setting.substring(0, end) + "://\u2026";
    }

    /** A URL can have a secret in it, so the error does not show it, nor has a cause that does. */
    private static URI url(String setting) {
        try {
            return AllowedAddresses.ANY.url(setting);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    SETTING + " has a URL that cannot be used: the URL " + e.getMessage());
        }
    }
}
