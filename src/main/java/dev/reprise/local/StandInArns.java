package dev.reprise.local;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ARNs that the resources of a template have on a laptop. */
final class StandInArns {

    static final String REGION = "us-east-1";
    static final String ACCOUNT = "000000000000";

    /** Of the resources that a function or its role names, by their type. */
    private static final Map<String, String> FORMS =
            Map.of(
                    "AWS::IAM::Role",
                    "arn:aws:iam::" + ACCOUNT + ":role/%s",
                    "AWS::KMS::Key",
                    "arn:aws:kms:" + REGION + ":" + ACCOUNT + ":key/%s",
                    "AWS::Logs::LogGroup",
                    "arn:aws:logs:" + REGION + ":" + ACCOUNT + ":log-group:%s:*",
                    "AWS::SQS::Queue",
                    "arn:aws:sqs:" + REGION + ":" + ACCOUNT + ":%s");

    private static final Pattern TABLE = Pattern.compile("^arn:aws:dynamodb:[^/]*:table/([^/]+)");

    private StandInArns() {}

    /** The ARN of a resource that is no table. Empty if its type has none on a laptop. */
    static Optional<String> of(String type, String logicalId) {
        return Optional.ofNullable(FORMS.get(type)).map(form -> form.formatted(logicalId));
    }

    /** The ARN of a table. */
    static String table(String tableName) {
        return "arn:aws:dynamodb:" + REGION + ":" + ACCOUNT + ":table/" + tableName;
    }

    /** The name of the table in an ARN of a table, an index or a stream. */
    static Optional<String> tableOf(String arn) {
        Matcher table = TABLE.matcher(arn);
        return table.find() ? Optional.of(table.group(1)) : Optional.empty();
    }

    /** The ARN of a table's stream. */
    static String stream(String tableName) {
        return table(tableName) + "/stream/local";
    }

    /** The ARN of an index of a table, or of {@code *} for all of them. */
    static String index(String tableName, String index) {
        return table(tableName) + "/index/" + index;
    }

    /** The ARN of an event bus, which may be named by its ARN. */
    static String eventBus(String nameOrArn) {
        return nameOrArn.startsWith("arn:")
                ? nameOrArn
                : "arn:aws:events:" + REGION + ":" + ACCOUNT + ":event-bus/" + nameOrArn;
    }

    /** The ARN of a function. */
    static String function(String name) {
        return "arn:aws:lambda:" + REGION + ":" + ACCOUNT + ":function:" + name;
    }
}
