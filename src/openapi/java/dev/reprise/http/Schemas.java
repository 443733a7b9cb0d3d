package dev.reprise.http;

import dev.reprise.values.Ids;
import dev.reprise.values.Texts;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** Makes the schemas of fields and parameters for the OpenAPI document. */
public final class Schemas {

    /** An id: {@link Ids#require} as a regular expression. */
    static final String ID = "^(?!\\.{1,2}$)[A-Za-z0-9._:-]+$";

    /** Visible ASCII characters without a comma, as {@link RequestContext} takes them. */
    static final String HEADER_ID = "^[!-+\\--~]{1,128}$";

    private static final String DATE_TIME = "date-time";

    private Schemas() {}

    public static Schema text(String description) {
        return of(SchemaType.STRING).description(description);
    }

    public static Schema text(String description, String example) {
        return withExample(text(description), example);
    }

    /** An id, as {@link Ids} checks it. */
    public static Schema id(String description, String example) {
        return text(description, example).minLength(1).maxLength(Ids.MAX_LENGTH).pattern(ID);
    }

    /** A text of a person, as {@link Texts} checks it. */
    public static Schema freeText(String description, String example) {
        return text(description, example)
                .minLength(1)
                .maxLength(Texts.MAX_CHARACTERS)
                .pattern("\\S");
    }

    /** The value of Idempotency-Key or X-Correlation-Id. */
    static Schema headerId(String description, String example) {
        return text(description, example).minLength(1).maxLength(128).pattern(HEADER_ID);
    }

    public static Schema instant(String description) {
        return text(description, "2026-11-28T18:06:42.382Z").format(DATE_TIME);
    }

    public static Schema date(String description) {
        return text(description, "2026-11-28").format("date");
    }

    /** A whole number of 32 bits. */
    public static Schema integer(String description, int min, int max, int example) {
        Schema schema =
                of(SchemaType.INTEGER)
                        .description(description)
                        .format("int32")
                        .minimum(BigDecimal.valueOf(min))
                        .maximum(BigDecimal.valueOf(max));
        return withExample(schema, example);
    }

    /** A whole number of 64 bits, without a limit of its own. */
    public static Schema count(String description, long min, long example) {
        Schema schema =
                of(SchemaType.INTEGER)
                        .description(description)
                        .format("int64")
                        .minimum(BigDecimal.valueOf(min));
        return withExample(schema, example);
    }

    /** An exact decimal, 0 or more. It has no format: {@code double} would be inexact. */
    public static Schema amount(String description, BigDecimal example) {
        Schema schema = of(SchemaType.NUMBER).description(description).minimum(BigDecimal.ZERO);
        return withExample(schema, example);
    }

    public static Schema bool(String description, boolean example) {
        return withExample(of(SchemaType.BOOLEAN).description(description), example);
    }

    /** A text with one possible value, such as the discriminator of a union. */
    static Schema constant(String description, String value) {
        return text(description, value).enumeration(List.of(value));
    }

    /** A text with a few possible values. */
    static Schema choice(String description, String... values) {
        return text(description).enumeration(List.of((Object[]) values));
    }

    static Schema object(String description) {
        return of(SchemaType.OBJECT).description(description);
    }

    public static Schema listOf(String description, Schema element) {
        return of(SchemaType.ARRAY).description(description).items(element);
    }

    /** The parameter {@link Paging#LIMIT} of every list. */
    static Schema limit() {
        return integer("The maximum number of elements", 1, Paging.MAX_LIMIT, Paging.DEFAULT_LIMIT)
                .defaultValue(Paging.DEFAULT_LIMIT);
    }

    /** The parameter {@link Paging#CURSOR} of every list. */
    static Schema cursor() {
        return text("The next of the previous page, which had the same parameters").minLength(1);
    }

    /** A schema of no value. */
    static Schema none() {
        return OASFactory.createSchema().booleanSchema(false);
    }

    /** A reference to a schema of the document. */
    public static Schema reference(String name) {
        return OASFactory.createSchema().ref("#/components/schemas/" + name);
    }

    private static Schema withExample(Schema schema, Object example) {
        return schema.examples(List.of(example));
    }

    private static Schema of(SchemaType type) {
        return OASFactory.createSchema().addType(type);
    }

    /** The parameter {@link DryRun#PARAMETER} of every command. */
    static Schema dryRun() {
        return bool(
                        "true for a dry run: the command is decided and nothing is recorded. The answer shows the state after the command and, in wouldRecord, the events that it would record; or it is the problem that the command would have",
                        true)
                .defaultValue(false);
    }

    /**
     * The field {@link DryRun#WOULD_RECORD} of an answer.
     *
     * @param event the name of the schema of events
     */
    public static Schema wouldRecord(String event) {
        return listOf(
                "Only in the answer to a dry run: the events that the command would record",
                reference(event));
    }
}
