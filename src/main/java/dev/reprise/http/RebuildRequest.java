package dev.reprise.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How to rebuild.
 *
 * @param switching {@code automatic}: the new generation becomes live as soon as it is complete and
 *     has no parked stream; {@code manual}: it waits for a call. Automatic if it is absent
 */
record RebuildRequest(@JsonProperty("switch") @Nullable String switching) {

    boolean isAutomatic() {
        return switching == null
                || Input.field(
                        "switch",
                        switching,
                        how ->
                                switch (how) {
                                    case "automatic" -> true;
                                    case "manual" -> false;
                                    default ->
                                            throw new IllegalArgumentException(
                                                    "must be automatic or manual");
                                });
    }
}
