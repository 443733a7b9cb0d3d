/**
 * The event store and the view store on DynamoDB. Apart from the development run, only this package
 * uses the AWS SDK, and no exception of the SDK for an unreachable store leaves it.
 */
@NullMarked
package dev.reprise.dynamodb;

import org.jspecify.annotations.NullMarked;
