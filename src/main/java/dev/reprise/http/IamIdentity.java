package dev.reprise.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.IAM;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who counts as one caller among those that sign their requests: the same text in each session of
 * this caller.
 *
 * <ul>
 *   <li>A user of a Cognito identity pool: his identity id. All users of a pool have one ARN.
 *   <li>A session of a role: the role's account and name, {@code
 *       arn:aws:sts::123456789012:assumed-role/shop}. The ARN of a session ends in the session's
 *       name, which each start of a program, and each task, chooses anew. It does not have the
 *       role's path, and needs none: an account has only one role of a name.
 *   <li>Anybody else, such as a user of IAM: his ARN.
 * </ul>
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html">IAM
 *     identifiers</a>
 */
final class IamIdentity {

    /** In each partition: {@code aws}, {@code aws-cn}, {@code aws-us-gov} and others. */
    private static final Pattern SESSION_OF_A_ROLE =
            Pattern.compile("(arn:[^:]+:sts::[^:]*:assumed-role/.+)/[^/]*");

    private IamIdentity() {}

    /** Null if the event names nobody. */
    static @Nullable String of(IAM iam) {
        @Nullable CognitoIdentity user = iam.getCognitoIdentity();
        if (user != null && user.getIdentityId() != null && !user.getIdentityId().isBlank()) {
            return user.getIdentityId();
        }
        @Nullable String arn = iam.getUserArn();
        return arn == null ? null : withoutSession(arn);
    }

    private static String withoutSession(String arn) {
        Matcher session = SESSION_OF_A_ROLE.matcher(arn);
        return session.matches() ? session.group(1) : arn;
    }
}
