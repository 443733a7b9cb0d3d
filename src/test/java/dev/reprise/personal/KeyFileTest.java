package dev.reprise.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {

    private static final byte[] KEY = {1, 2, 3};

    @TempDir Path folder;

    @Test
    void a_file_is_made_once_and_read_from_then_on() {
        Path data = folder.resolve("data");
        Path file = data.resolve("personal-data.key");
        byte[] wrapped = KeyFile.at(file).wrap(KEY);

        assertThat(KeyFile.at(file).unwrap(wrapped)).isEqualTo(KEY);
        assertThat(data.toFile().list()).containsExactly("personal-data.key");
    }

    @Test
    void another_file_is_another_key() {
        byte[] wrapped = KeyFile.at(folder.resolve("a")).wrap(KEY);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyFile.at(folder.resolve("b")).unwrap(wrapped));
    }

    @Test
    void a_file_with_something_else_is_refused_and_named() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "something else");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyFile.at(file))
                .withMessageContaining(file.toString());
    }
}
