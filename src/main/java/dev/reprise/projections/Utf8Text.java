package dev.reprise.projections;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** Texts as a store orders and measures them: by the bytes of their UTF-8. */
public final class Utf8Text {

    /** Compares texts by the bytes of their UTF-8, each from 0 to 255. */
    public static final Comparator<String> ORDER =
            (one, other) ->
                    Arrays.compareUnsigned(
                            one.getBytes(StandardCharsets.UTF_8),
                            other.getBytes(StandardCharsets.UTF_8));

    private Utf8Text() {}

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
