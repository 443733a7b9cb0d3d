package dev.reprise.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.CommandId;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class IdAttributeTest {

    private static final String UUID_CHARACTERS = "0123456789abcdefABCDEF-";
    private static final String BASE64URL =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    @ParameterizedTest
    @CsvSource({
        "~AAAAAAAAAAAAAAAAAAAAAA, 0100000000000000000000000000000000",
        "~AAECAwQFBgcICQoLDA0ODw, 01000102030405060708090a0b0c0d0e0f",
        "~_____________________w, 01ffffffffffffffffffffffffffffffff",
        "00000000-0000-0000-0000-000000000000, 0200000000000000000000000000000000",
        "4a481fc3-808f-43ff-87d8-42e46cb14a6c, 024a481fc3808f43ff87d842e46cb14a6c",
        "ffffffff-ffff-ffff-ffff-ffffffffffff, 02ffffffffffffffffffffffffffffffff"
    })
    void a_generated_id_and_a_uuid_take_17_bytes(String id, String stored) {
        assertThat(IdAttribute.encode(id))
                .isEqualTo(Attributes.binary(HexFormat.of().parseHex(stored)));
        assertThat(decoded(id)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "~",
                "key-1",
                "日本語",
                // Not 22 characters, another alphabet, or bits that base64 would lose.
                "~AAAAAAAAAAAAAAAAAAAAA",
                "~AAAAAAAAAAAAAAAAAAAAAAA",
                "~AAAAAAAAAAAAAAAAAAAAAB",
                "~AAAAAAAAAAAAAAAAAAAAA=",
                "~AAAAAAAAAAAAAAAAAAAA==",
                "~AAAAAAAAAAAAAAAAAAAAA/",
                "~+AAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAA",
                "xAAECAwQFBgcICQoLDA0ODw",
                // Upper case, without dashes, with dashes elsewhere, or no hexadecimal digit.
                "4A481FC3-808F-43FF-87D8-42E46CB14A6C",
                "4a481fc3-808f-43ff-87d8-42e46cb14a6C",
                "4a481fc3808f43ff87d842e46cb14a6c",
                "4a481fc3808f-43ff-87d8-42e46cb1-4a6c",
                "4a481fc-3808f-43ff-87d8-42e46cb14a6c",
                "4a481fc3-808f-43ff-87d8--2e46cb14a6c",
                "4a481fc3-808f-43ff-87d8-42e46cb14a6g",
                "4a481fc3-808f-43ff-87d8-42e46cb14a6",
                "4a481fc3-808f-43ff-87d8-42e46cb14a6c0",
                "{4a481fc3-808f-43ff-87d8-42e46cb14a6}",
                "urn:uuid:4a481fc3-808f-43ff-87d8-42e4",
                "1-1-1-1-1",
                "------------------------------------",
                "+a481fc3-+08f-43ff-87d8-42e46cb14a6c"
            })
    void every_other_id_is_stored_as_text(String id) {
        assertThat(IdAttribute.encode(id)).isEqualTo(AttributeValue.fromS(id));
        assertThat(decoded(id)).isEqualTo(id);
    }

    @Test
    void random_ids_are_decoded_as_they_were_encoded() {
        long seed = 20_261_129L;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String generated = CommandId.generate().value();
            String uuid = new UUID(random.nextLong(), random.nextLong()).toString();
            assertThat(IdAttribute.encode(generated).type()).isEqualTo(AttributeValue.Type.B);
            assertThat(IdAttribute.encode(uuid).type()).isEqualTo(AttributeValue.Type.B);
            for (String id :
                    new String[] {
                        generated,
                        uuid,
                        altered(generated, BASE64URL, random),
                        altered(uuid, UUID_CHARACTERS, random),
                        altered(altered(uuid, UUID_CHARACTERS, random), UUID_CHARACTERS, random),
                        "~" + randomText(22, BASE64URL, random),
                        randomText(36, UUID_CHARACTERS, random),
                        visible(1 + random.nextInt(128), random)
                    }) {
                assertThat(decoded(id)).as("seed %s", seed).isEqualTo(id);
            }
        }
    }

    /** The text with one of its characters replaced. */
    private static String altered(String text, String characters, Random random) {
        StringBuilder altered = new StringBuilder(text);
        altered.setCharAt(
                random.nextInt(text.length()),
                characters.charAt(random.nextInt(characters.length())));
        return altered.toString();
    }

    private static String randomText(int length, String characters, Random random) {
        StringBuilder text = new StringBuilder();
        random.ints(length, 0, characters.length()).forEach(i -> text.append(characters.charAt(i)));
        return text.toString();
    }

    private static String visible(int length, Random random) {
        StringBuilder text = new StringBuilder();
        random.ints(length, '!', '~' + 1).forEach(c -> text.append((char) c));
        return text.toString();
    }

    private static String decoded(String id) {
        return IdAttribute.decode(IdAttribute.encode(id), "c");
    }
}
