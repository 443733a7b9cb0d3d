package dev.reprise.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Digests are stored, so they are pinned here. Another program computed the pinned ones. */
class FramedDigestTest {

    @Test
    void a_list_of_fields_has_the_pinned_digest() {
        assertThat(new FramedDigest().add("ab").add("c").digest())
                .hasToString("f2939f903016e5bb29b1e4a61cdbd376220ca03a24180b39995f2d50f2e0a647");
        assertThat(new FramedDigest().add("é").digest())
                .hasToString("d1e9fa6240157ad2f9401c2bd40da3305678208a1985ff66beae448907f52b8f");
    }

    @Test
    void an_empty_list_and_an_empty_field_have_different_digests() {
        assertThat(new FramedDigest().digest())
                .hasToString("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(new FramedDigest().add("").digest())
                .hasToString("df3f619804a92fdb4057192dc43dd748ea778adc52bc498ce80524c014b81119");
    }

    @Test
    void lists_with_the_same_concatenation_have_different_digests() {
        assertThat(
                        List.of(
                                new FramedDigest().add("ab").add("c").digest(),
                                new FramedDigest().add("a").add("bc").digest(),
                                new FramedDigest().add("abc").digest(),
                                new FramedDigest().add("abc").add("").digest(),
                                new FramedDigest().add("").add("abc").digest(),
                                new FramedDigest().add("c").add("ab").digest(),
                                new FramedDigest().add("ab\0\0\0\1c").digest()))
                .doesNotHaveDuplicates();
    }

    @Test
    void a_text_is_its_utf_8_bytes() {
        assertThat(new FramedDigest().add("東京 🚚").digest())
                .isEqualTo(
                        new FramedDigest().add("東京 🚚".getBytes(StandardCharsets.UTF_8)).digest());
    }

    @Test
    void the_list_is_empty_after_a_digest() {
        FramedDigest framed = new FramedDigest().add("ab");
        framed.digest();
        assertThat(framed.add("c").digest()).isEqualTo(new FramedDigest().add("c").digest());
    }

    @Test
    void digests_are_compared_by_content_and_cannot_be_changed() {
        Digest digest = new FramedDigest().digest();
        byte[] bytes = digest.bytes();
        Digest copy = Digest.of(bytes);
        assertThat(copy).isEqualTo(digest).hasSameHashCodeAs(digest);
        bytes[0]++;
        assertThat(copy).isEqualTo(digest);
        assertThat(Digest.of(bytes)).isNotEqualTo(digest);
        assertThat(digest).isNotEqualTo(digest.toString());
    }

    @Test
    void a_digest_has_32_bytes() {
        assertThatIllegalArgumentException().isThrownBy(() -> Digest.of(new byte[31]));
        assertThatIllegalArgumentException().isThrownBy(() -> Digest.of(new byte[33]));
    }
}
