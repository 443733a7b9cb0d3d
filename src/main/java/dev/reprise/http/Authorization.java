package dev.reprise.http;

/** Who may call the API: the setting {@value Callers#SETTING}. */
enum Authorization {

    /** Whoever reaches it. */
    EVERYONE_MAY_CALL_IT,

    /** Callers whose signature AWS checked. IAM policies say what they may do. */
    IAM,

    /** Callers with a token that API Gateway checked. The token's scopes say what they may do. */
    JWT
}
