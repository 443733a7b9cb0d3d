package dev.reprise.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.LoadableConstantEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordedKeysTest {

    private final RecordedKeys keys = new RecordedKeys();

    /** A class whose method loads constants, one after the other. */
    private static byte[] loading(ConstantDesc... constants) {
        return ClassFile.of()
                .build(
                        ClassDesc.of("Recorded"),
                        type ->
                                type.withMethodBody(
                                        "deploy",
                                        MethodTypeDesc.of(ConstantDescs.CD_void),
                                        ClassFile.ACC_STATIC,
                                        code -> {
                                            for (ConstantDesc constant : constants) {
                                                code.loadConstant(constant);
                                            }
                                            code.return_();
                                        }));
    }

    private static List<ConstantDesc> constants(byte[] type) {
        List<ConstantDesc> constants = new ArrayList<>();
        for (PoolEntry entry : ClassFile.of().parse(type).constantPool()) {
            if (entry instanceof LoadableConstantEntry constant) {
                constants.add(constant.constantValue());
            }
        }
        constants.remove(ClassDesc.of("Recorded"));
        constants.remove(ConstantDescs.CD_Object);
        return constants;
    }

    @Test
    void keys_are_numbered_in_the_order_in_which_classes_name_them() throws IOException {
        byte[] first = keys.renumber(loading("proxykey10", "proxykey7", "proxykey10"));
        byte[] second = keys.renumber(loading("proxykey123", "proxykey7"));

        assertThat(constants(first)).containsExactly("proxykey1", "proxykey2");
        assertThat(constants(second)).containsExactly("proxykey3", "proxykey2");
    }

    @Test
    void a_class_with_other_numbers_becomes_the_same() throws IOException {
        assertThat(keys.renumber(loading("proxykey10", "a", "proxykey1")))
                .isEqualTo(new RecordedKeys().renumber(loading("proxykey9", "a", "proxykey234")));
    }

    @Test
    void all_else_stays() throws IOException {
        ConstantDesc[] constants = {
            1L << 40,
            "proxykey5",
            1.5,
            1_000_000,
            2.5f,
            "key",
            "proxykey",
            "a proxykey1",
            "proxykey1 ",
            "é\0"
        };
        byte[] type = keys.renumber(loading(constants));

        constants[1] = "proxykey1";
        assertThat(type).isEqualTo(loading(constants));
        assertThat(constants(type)).containsExactly(constants);
    }

    @Test
    void what_is_no_class_is_refused() {
        byte[] type = loading("proxykey5");
        type[10] = 99;
        assertThatThrownBy(() -> keys.renumber(type))
                .hasMessage("There is no constant with the tag 99.");
        assertThatThrownBy(() -> keys.renumber(new byte[5])).isInstanceOf(IOException.class);
    }
}
