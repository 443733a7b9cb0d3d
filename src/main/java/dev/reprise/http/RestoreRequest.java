package dev.reprise.http;

import dev.reprise.eventstore.CommitContent;
import dev.reprise.eventstore.Digest;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A commit to restore.
 *
 * @param hash in hexadecimal
 * @param content in base64
 */
record RestoreRequest(@Nullable String hash, @Nullable String content) {

    static final String HASH = "hash";
    static final String CONTENT = "content";

    Digest storedHash() {
        return Input.field(HASH, hash, RestoreRequest::digest);
    }

    private static Digest digest(String hex) {
        if (hex.length() != 2 * Digest.LENGTH) {
            throw new IllegalArgumentException("must have 64 hexadecimal digits");
        }
        return Digest.of(HexFormat.of().parseHex(hex));
    }

    CommitContent storedContent() {
        return Input.field(
                CONTENT, content, base64 -> CommitContent.of(Base64.getDecoder().decode(base64)));
    }
}
