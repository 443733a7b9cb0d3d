package dev.reprise.http;

import dev.reprise.metrics.StoredTable;
import dev.reprise.metrics.UnitPrices;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/** Describes the call that shows how much is stored and what it costs in the OpenAPI document. */
final class UsageDescription {

    private UsageDescription() {}

    static void describe(OpenAPI api) {
        OperationDescription.of(api, "showUsage")
                .description(
                        "Nothing is counted for it: a call reads the last page of the feed. DynamoDB counts items and bytes about every six hours, and is asked for them at most once a minute. lastHour is what this process took from DynamoDB. If the service has several processes, dashboard says where their usage is shown.")
                .success("How much is stored, and what the last hour cost")
                .problems(FeedDescription.BROKEN_FEED);
        describeFields(new ObjectSchemas(api));
    }

    private static void describeFields(ObjectSchemas schemas) {
        schemas.field("totalEvents", Schemas.count("How many events there are; absent without a feed", 0, 4712))
                .field(
                        "totalStreams",
                        Schemas.count(
                                "How many streams there are; absent without a feed, or if an earlier release began the feed",
                                0,
                                1204))
                .field("tables", Schemas.text("The tables of the service"))
                .field("describedAt", Schemas.instant("When DynamoDB was asked for their sizes"))
                .field(
                        "storedItems",
                        Schemas.count(
                                "How many items the table has, without those of indexes, when DynamoDB counted them last",
                                0,
                                3107))
                .field("storedBytes", Schemas.count("The size of these items", 0, 1_048_576))
                .field(
                        "readUnits",
                        Schemas.amount(
                                "Read units of the last hour; absent for a table if there are several processes",
                                new BigDecimal("41.5")))
                .field(
                        "writeUnits",
                        Schemas.amount(
                                "Write units of the last hour; absent for a table if there are several processes",
                                BigDecimal.valueOf(45)))
                .field(
                        "since",
                        Schemas.instant(
                                "From when on units were counted: an hour ago, or when the process began"))
                .field(
                        "dollars",
                        Schemas.amount("The price of these units", new BigDecimal("0.0000333125")))
                .field(
                        "dashboard",
                        Schemas.text(
                                "Where the usage of all processes is shown; absent if there is only one",
                                "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards/dashboard/shop"))
                .field(
                        "region",
                        Schemas.text(
                                "The Region that the prices are of, whatever the Region of the service is",
                                UnitPrices.REGION))
                .field(
                        "dollarsPerMillionReadUnits",
                        Schemas.amount(
                                "The price of a million read units",
                                UnitPrices.DOLLARS_PER_MILLION_READ_UNITS))
                .field(
                        "dollarsPerMillionWriteUnits",
                        Schemas.amount(
                                "The price of a million write units",
                                UnitPrices.DOLLARS_PER_MILLION_WRITE_UNITS));
        schemas.answer(UsageResponse.class, "How much is stored, and what the last hour cost");
        schemas.answer(UsageResponse.TableUsage.class, "A table");
        schemas.answer(UsageResponse.LastHour.class, "What was taken from DynamoDB in the last hour");
        schemas.answer(UsageResponse.Prices.class, "What units cost on demand, as far as we know");
        schemas.enumeration(
                StoredTable.class,
                "EVENTS: all events. VIEWS: the rows of all read models, and their jobs. FEED: the feed and its consumers. KEYS: the keys of personal data");
    }
}
