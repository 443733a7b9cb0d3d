package dev.reprise.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipComparisonTest {

    private static final String RECORDED = "io/quarkus/runner/recorded/BannerProcessor$1.class";

    @TempDir Path folder;

    private Path zip(String name, Map<String, byte[]> files) throws IOException {
        Path zip = folder.resolve(name);
        try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue());
            }
        }
        return zip;
    }

    private void assertDifferences(
            Map<String, byte[]> one, Map<String, byte[]> other, String... differences)
            throws IOException {
        assertThat(ZipComparison.differences(zip("one.zip", one), zip("other.zip", other)))
                .containsExactly(differences);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** A class whose method loads texts, one after the other. */
    private static byte[] loading(String... texts) {
        return ClassFile.of()
                .build(
                        ClassDesc.of("Recorded"),
                        type ->
                                type.withMethodBody(
                                        "deploy",
                                        MethodTypeDesc.of(ConstantDescs.CD_void),
                                        ClassFile.ACC_STATIC,
                                        code -> {
                                            for (String text : texts) {
                                                code.loadConstant(text).pop();
                                            }
                                            code.return_();
                                        }));
    }

    @Test
    void the_same_files_are_equal() throws IOException {
        assertDifferences(
                Map.of("a", bytes("1"), "b", bytes("2")), Map.of("b", bytes("2"), "a", bytes("1")));
    }

    @Test
    void other_bytes_and_files_of_one_alone_are_named() throws IOException {
        assertDifferences(
                Map.of("a", bytes("1"), "b", bytes("2"), "c", bytes("3")),
                Map.of("b", bytes("9"), "c", bytes("3"), "d", bytes("4")),
                "a",
                "b",
                "d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                RECORDED,
                "io/quarkus/runtime/generated/SharedConfig.class",
                "io/quarkus/runtime/generated/RunTimeConfigCustomizer.class"
            })
    void what_quarkus_records_may_differ_in_order_and_in_the_numbers_of_keys(String name)
            throws IOException {
        assertDifferences(
                Map.of(name, loading("proxykey10", "a", "b")),
                Map.of(name, loading("b", "proxykey16", "a")));
    }

    @Test
    void what_quarkus_records_must_have_the_same_texts() throws IOException {
        assertDifferences(
                Map.of(RECORDED, loading("a", "b")), Map.of(RECORDED, loading("a", "c")), RECORDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev/reprise/Orders.class", "io/quarkus/runtime/generated/Other.class"})
    void any_other_class_must_be_the_same(String name) throws IOException {
        assertDifferences(Map.of(name, loading("a", "b")), Map.of(name, loading("b", "a")), name);
    }
}
