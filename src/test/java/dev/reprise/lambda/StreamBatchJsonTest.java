package dev.reprise.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamBatchJsonTest {

    /** As AWS' documentation shows one, with a value of every type. */
    private static final String BATCH =
            """
            {"Records":[
              {"eventID":"1","eventVersion":"1.1","awsRegion":"us-east-1","eventName":"INSERT",
               "eventSourceARN":"arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/2026","eventSource":"aws:dynamodb",
               "userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"},
               "dynamodb":{"ApproximateCreationDateTime":1769847330.12,
                "Keys":{"stream":{"S":"order-1"},"seq":{"N":"1"}},
                "NewImage":{"stream":{"S":"order-1"},"seq":{"N":"1"},"empty":{"S":""},"escaped":{"S":"\\u00e9\\"\\n\\ud83d\\ude00"},
                 "large":{"N":"123456789012345678901234567890.12345678"},"binary":{"B":"AAEC/w=="},"none":{"B":""},
                 "yes":{"BOOL":true},"no":{"BOOL":false},"null":{"NULL":true},
                 "map":{"M":{"a":{"M":{"b":{"L":[]}}},"c":{"N":"-1e-5"}}},
                 "list":{"L":[{"S":"x"},{"L":[{"NULL":true}]},{"M":{}}]},
                 "texts":{"SS":["a","b"]},"numbers":{"NS":["1","2.5"]},"binaries":{"BS":["AA==","/w=="]}},
                "OldImage":{"stream":{"S":"ignored"}},
                "SequenceNumber":"400000000000001","SizeBytes":26,"StreamViewType":"NEW_IMAGE"}},
              {"eventName":"REMOVE","dynamodb":{"ApproximateCreationDateTime":1769847331,
                "Keys":{"stream":{"S":"order-2"},"seq":{"N":"2"}},"SequenceNumber":"400000000000002"},
               "of-a-later-release":[{"x":1}]}
            ],"of-a-later-release":{"Records":[]}}
            """;

    private static final String RECORD =
            """
            {"Records":[{"eventName":"INSERT","dynamodb":{"SequenceNumber":"1","Keys":{},"NewImage":{"a":%s}}}]}
            """;

    private static DynamodbEvent read(String json) throws IOException {
        return StreamBatchJson.read(new ByteArrayInputStream(json.getBytes(UTF_8)));
    }

    private static StreamRecord change(DynamodbEvent batch, int index) {
        return batch.getRecords().get(index).getDynamodb();
    }

    @Test
    void it_reads_what_lambdas_own_reader_reads() throws IOException {
        DynamodbEvent batch = read(BATCH);

        DynamodbEvent expected =
                LambdaEventSerializers.serializerFor(
                                DynamodbEvent.class, getClass().getClassLoader())
                        .fromJson(new ByteArrayInputStream(BATCH.getBytes(UTF_8)));
        assertThat(batch.getRecords()).hasSameSizeAs(expected.getRecords()).hasSize(2);
        for (int i = 0; i < 2; i++) {
            assertThat(batch.getRecords().get(i).getEventName())
                    .isEqualTo(expected.getRecords().get(i).getEventName());
            assertThat(change(batch, i).getSequenceNumber())
                    .isEqualTo(change(expected, i).getSequenceNumber());
            assertThat(change(batch, i).getApproximateCreationDateTime())
                    .isEqualTo(change(expected, i).getApproximateCreationDateTime());
            assertThat(change(batch, i).getKeys()).isEqualTo(change(expected, i).getKeys());
            assertThat(change(batch, i).getNewImage()).isEqualTo(change(expected, i).getNewImage());
        }
    }

    @Test
    void every_type_of_value_is_read() throws IOException {
        Map<String, AttributeValue> image = change(read(BATCH), 0).getNewImage();

        assertThat(image).hasSize(15);
        assertThat(in(image, "empty").getS()).isEmpty();
        assertThat(in(image, "escaped").getS()).isEqualTo("é\"\n😀");
        assertThat(in(image, "large").getN()).isEqualTo("123456789012345678901234567890.12345678");
        assertThat(in(image, "binary").getB())
                .isEqualTo(ByteBuffer.wrap(new byte[] {0, 1, 2, (byte) 255}));
        assertThat(in(image, "none").getB()).isEqualTo(ByteBuffer.allocate(0));
        assertThat(in(image, "yes").getBOOL()).isTrue();
        assertThat(in(image, "no").getBOOL()).isFalse();
        assertThat(in(image, "null").getNULL()).isTrue();
        Map<String, AttributeValue> map = in(image, "map").getM();
        assertThat(in(in(map, "a").getM(), "b").getL()).isEmpty();
        assertThat(in(map, "c").getN()).isEqualTo("-1e-5");
        assertThat(in(image, "list").getL()).hasSize(3);
        assertThat(in(image, "texts").getSS()).containsExactly("a", "b");
        assertThat(in(image, "numbers").getNS()).containsExactly("1", "2.5");
        assertThat(in(image, "binaries").getBS())
                .containsExactly(
                        ByteBuffer.wrap(new byte[] {0}), ByteBuffer.wrap(new byte[] {(byte) 255}));
    }

    private static AttributeValue in(Map<String, AttributeValue> attributes, String name) {
        return Objects.requireNonNull(attributes.get(name), name);
    }

    @Test
    void a_record_without_an_image_or_a_time_has_none() throws IOException {
        DynamodbEvent batch =
                read(
                        """
                        {"Records":[{"eventName":"INSERT","dynamodb":{"SequenceNumber":"1","Keys":{}}}]}
                        """);
        assertThat(change(batch, 0).getNewImage()).isNull();
        assertThat(change(batch, 0).getApproximateCreationDateTime()).isNull();
    }

    @Test
    void a_batch_may_be_empty() throws IOException {
        assertThat(read("{\"Records\":[]}").getRecords()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                     | the event has no Records",
                "[]                                     | the event must be an object",
                "\"\"                                   | the event must be an object",
                "null                                   | the event must be an object",
                "{\"Records\":{}}                       | Records must be a list",
                "{\"Records\":null}                     | Records must be a list",
                "{\"Records\":[1]}                      | a record must be an object",
                "{\"Records\":[null]}                   | a record must be an object",
                "{\"Records\":[{}]}                     | has no eventName or no dynamodb",
                "{\"Records\":[{\"eventName\":1}]}      | eventName must be a string",
                "{\"Records\":[{\"dynamodb\":[]}]}      | dynamodb must be an object",
                "{\"Records\":[{\"dynamodb\":{}}]}      | has no SequenceNumber or no Keys",
                "{\"Records\":[{\"dynamodb\":{\"Keys\":1}}]} | Keys must be an object",
                "{\"Records\":[{\"dynamodb\":{\"ApproximateCreationDateTime\":\"x\"}}]} | must be a number of seconds",
                "{\"httpMethod\":\"GET\",\"path\":\"/\"} | the event has no Records"
            })
    void an_event_of_another_shape_is_named(String event, String message) {
        assertThatThrownBy(() -> read(event))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1                           | must be an object",
                "{}                          | must have one type, found []",
                "{\"S\":\"a\",\"N\":\"1\"}   | must have one type, found [S, N]",
                "{\"S\":1}                   | S must be a string",
                "{\"S\":null}                | S must be a string",
                "{\"N\":1}                   | N must be a string",
                "{\"B\":1}                   | a binary value must be a string",
                "{\"M\":[]}                  | M must be an object",
                "{\"L\":{}}                  | L must be a list",
                "{\"L\":[\"x\"]}             | must be an object",
                "{\"SS\":\"x\"}              | SS must be a list",
                "{\"NS\":[1]}                | NS must be a string",
                "{\"X\":\"x\"}               | has the type X"
            })
    void a_value_of_another_shape_is_named(String value, String message) {
        assertThatThrownBy(() -> read(RECORD.formatted(value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"B\":\"not base64!\"}",
                "{\"BS\":[\"A\"]}",
                "{\"BOOL\":\"true\"}",
                "{\"NULL\":1}",
                "{\"S\":\"a"
            })
    void what_cannot_be_read_as_its_type_fails(String value) {
        assertThatThrownBy(() -> read(RECORD.formatted(value))).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"Records\":[", "{\"Records\":[{\"eventName\":\"INSERT\","})
    void an_event_that_ends_too_early_fails(String event) {
        assertThatThrownBy(() -> read(event))
                .isInstanceOfAny(IOException.class, IllegalArgumentException.class);
    }

    @Test
    void values_that_are_nested_without_end_fail_and_do_not_overflow_the_stack() {
        String nested = "{\"L\":[".repeat(100_000);
        assertThatThrownBy(() -> read(RECORD.formatted(nested))).isInstanceOf(IOException.class);
    }

    @Test
    void an_answer_names_the_records_to_deliver_again() throws IOException {
        assertThat(written()).isEqualTo("{\"batchItemFailures\":[]}");
        assertThat(written("400000000000001", "2\""))
                .isEqualTo(
                        "{\"batchItemFailures\":[{\"itemIdentifier\":\"400000000000001\"},{\"itemIdentifier\":\"2\\\"\"}]}");
    }

    private static String written(String... failures) throws IOException {
        var out = new ByteArrayOutputStream();
        StreamBatchJson.write(
                new StreamsEventResponse(
                        List.of(failures).stream().map(BatchItemFailure::new).toList()),
                out);
        return out.toString(UTF_8);
    }
}
