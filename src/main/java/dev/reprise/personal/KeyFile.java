package dev.reprise.personal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The master key of a laptop, in a file: made if there is none, and readable for its owner only
 * where the file system has such permissions.
 */
public final class KeyFile implements KeyWrapping {

    private static final String PLACE = "root key";

    private final SubjectKey master;

    private KeyFile(SubjectKey master) {
        this.master = master;
    }

    /** A master key that is lost with the process, as data in memory are. */
    public static KeyFile inMemory() {
        return new KeyFile(new SubjectKey(newKey()));
    }

    /**
     * The master key of a file.
     *
     * @throws IllegalArgumentException if the file has something else than such a key
     */
    public static KeyFile at(Path file) {
        try {
            if (Files.notExists(file)) {
                make(file);
            }
            return new KeyFile(
                    new SubjectKey(Base64.getDecoder().decode(Files.readString(file).strip())));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + " is to have a key of 32 bytes in Base64, and has something else", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the key file " + file + " cannot be read or made", e);
        }
    }

    private static void make(Path file) throws IOException {
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
        Files.createDirectories(folder);
        Path made = Files.createTempFile(folder, "key", ".new");
        Files.writeString(made, Base64.getEncoder().encodeToString(newKey()) + "\n");
        Files.move(made, file);
    }

    private static byte[] newKey() {
        byte[] key = new byte[SubjectKey.LENGTH];
        new SecureRandom().nextBytes(key);
        return key;
    }

    @Override
    public byte[] wrap(byte[] key) {
        return master.seal(PLACE, Base64.getEncoder().encodeToString(key))
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] unwrap(byte[] wrapped) {
        return Base64.getDecoder()
                .decode(master.open(PLACE, new String(wrapped, StandardCharsets.US_ASCII)));
    }
}
