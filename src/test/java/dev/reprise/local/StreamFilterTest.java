package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;

class StreamFilterTest {

    private static final Record RECORD =
            Record.builder()
                    .eventID("e-1")
                    .eventName("INSERT")
                    .eventSource("aws:dynamodb")
                    .dynamodb(change ->
                            change.sequenceNumber("700")
                                    .sizeBytes(215L)
                                    .approximateCreationDateTime(Instant.ofEpochSecond(1_000))
                                    .streamViewType("NEW_IMAGE")
                                    .keys(
                                            Map.of(
                                                    "stream", AttributeValue.fromS("order-1"),
                                                    "seq", AttributeValue.fromN("3")))
                                    .newImage(
                                            Map.of(
                                                    "at", AttributeValue.fromS("2026-01-02"),
                                                    "seq", AttributeValue.fromN("3"),
                                                    "hash", bytes(),
                                                    "open", AttributeValue.fromBool(true),
                                                    "gone", AttributeValue.fromNul(true),
                                                    "tags",
                                                            AttributeValue.fromSs(
                                                                    List.of("a", "b")),
                                                    "list", list(),
                                                    "meta",
                                                            AttributeValue.fromM(
                                                                    Map.of(
                                                                            "actor",
                                                                            AttributeValue.fromS(
                                                                                    "Someone"))))))
                    .build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'eventName':['INSERT']}",
                "{'eventName':['REMOVE','INSERT']}",
                "{'eventName':[{'prefix':'INS'}]}",
                "{'eventName':[{'suffix':'ERT'}]}",
                "{'eventName':[{'equals-ignore-case':'insert'}]}",
                "{'eventName':[{'anything-but':'REMOVE'}]}",
                "{'eventName':[{'anything-but':['REMOVE','MODIFY']}]}",
                "{'eventName':[{'anything-but':{'prefix':'REM'}}]}",
                "{'eventName':['REMOVE',{'prefix':'INS'}]}",
                "{'eventName':[{'exists':true}]}",
                "{'userIdentity':[{'exists':false}]}",
                "{'dynamodb':{'Keys':{'stream':{'S':[{'prefix':'order-'}]}}}}",
                "{'dynamodb':{'Keys':{'seq':{'N':['3']}}}}",
                "{'dynamodb':{'NewImage':{'meta':{'M':{'actor':{'S':['Someone']}}}}}}",
                "{'dynamodb':{'NewImage':{'open':{'BOOL':[true]},'gone':{'NULL':[true]}}}}",
                "{'dynamodb':{'NewImage':{'tags':{'SS':['b']}}}}",
                "{'dynamodb':{'NewImage':{'hash':{'B':['AQI=']}}}}",
                "{'dynamodb':{'NewImage':{'state':{'S':[{'exists':false}]}}}}",
                "{'dynamodb':{'NewImage':{'at':{'S':[{'exists':true}]}}}}",
                "{'dynamodb':{'OldImage':{'at':{'S':[{'exists':false}]}}}}",
                "{'dynamodb':{'SizeBytes':[{'numeric':['>',200,'<=',215]}]}}",
                "{'dynamodb':{'SizeBytes':[{'numeric':['=',215.0]}]}}",
                "{'dynamodb':{'SizeBytes':[215]}}",
                "{'$or':[{'eventName':['REMOVE']},{'eventID':['e-1']}]}",
                "{'eventName':['INSERT'],'$or':[{'eventID':['e-1']},{'eventID':['e-2']}]}",
            })
    void a_pattern_that_matches(String pattern) {
        assertThat(matches(pattern)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'eventName':['insert']}",
                "{'eventName':['REMOVE']}",
                "{'eventName':['INSERT'],'eventID':['e-2']}",
                "{'eventName':[{'anything-but':['INSERT','MODIFY']}]}",
                "{'eventName':[{'exists':false}]}",
                "{'nothing':[{'anything-but':'x'}]}",
                "{'nothing':[null]}",
                "{'eventName':{'nested':['INSERT']}}",
                "{'dynamodb':{'Keys':{'stream':{'S':[{'prefix':'customer-'}]}}}}",
                "{'dynamodb':{'NewImage':[{'exists':true}]}}",
                "{'dynamodb':{'NewImage':{'seq':{'N':[3]}}}}",
                "{'dynamodb':{'NewImage':{'seq':{'N':[{'numeric':['=',3]}]}}}}",
                "{'dynamodb':{'NewImage':{'open':{'BOOL':['true']}}}}",
                "{'dynamodb':{'SizeBytes':[{'numeric':['>',215]}]}}",
                "{'dynamodb':{'SizeBytes':[{'numeric':['>=',100,'<',200]}]}}",
                "{'$or':[{'eventName':['REMOVE']},{'eventID':['e-2']}]}",
            })
    void a_pattern_that_does_not_match(String pattern) {
        assertThat(matches(pattern)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'eventName':[{'wildcard':'I*'}]} | has the operator {'wildcard':'I*'} at"
                        + " eventName, which the development run does not know. Use exists, prefix,"
                        + " suffix, equals-ignore-case, anything-but or numeric, or add the"
                        + " operator to StreamFilter.",
                "{'a':{'b':[{'cidr':'10.0.0.0/8'}]}} | has the operator {'cidr':'10.0.0.0/8'} at"
                        + " a.b, which the development run does not know. Use exists, prefix,"
                        + " suffix, equals-ignore-case, anything-but or numeric, or add the"
                        + " operator to StreamFilter.",
                "{'a':'INSERT'} | has no list of values at a. Write a: [INSERT].",
                "{'a':[]} | has no list of values at a. Write a: [[]].",
                "{'a':{}} | has an empty pattern at a. Name a field.",
                "{} | has an empty pattern at its top. Name a field.",
                "{'$or':['x']} | has an $or at its top that lists other than objects",
                "{'a':[{'exists':'yes'}]} | gives the operator exists at a an argument that it does"
                        + " not take: yes",
                "{'a':[{'prefix':1}]} | gives the operator prefix at a an argument that it does"
                        + " not take: 1",
                "{'a':[{'numeric':['>']}]} | gives the operator numeric at a an argument that it"
                        + " does not take: ['>']",
                "{'a':[{'numeric':['~',1]}]} | gives the operator numeric at a an argument that it"
                        + " does not take: ['~',1]",
                "INSERT | is not a JSON object: INSERT",
            })
    void a_pattern_that_is_not_understood_is_an_error_that_names_the_place(
            String pattern, String problem) {
        assertThatThrownBy(() -> parse(pattern))
                .isInstanceOf(TemplateException.class)
                .hasMessage(json(problem));
    }

    @Test
    void a_list_of_a_record_holds_its_values_with_their_types() {
        assertThat(RecordJson.of(RECORD, "arn"))
                .extractingByKey("dynamodb")
                .extracting("NewImage")
                .extracting("list")
                .isEqualTo(Map.of("L", List.of(Map.of("N", "1"), Map.of("NS", List.of("2")))));
    }

    private static boolean matches(String pattern) {
        return parse(pattern).matches(RecordJson.of(RECORD, "arn"));
    }

    private static StreamFilter parse(String pattern) {
        return StreamFilter.parse(json(pattern), TemplateException::new);
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static AttributeValue bytes() {
        return AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {1, 2}));
    }

    private static AttributeValue list() {
        return AttributeValue.fromL(
                List.of(AttributeValue.fromN("1"), AttributeValue.fromNs(List.of("2"))));
    }
}
