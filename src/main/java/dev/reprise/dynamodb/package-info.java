/**
 * The event store and the view store on DynamoDB, and all there is of the AWS SDK outside
 * development: its exceptions end here.
 */
@NullMarked
package dev.reprise.dynamodb;

import org.jspecify.annotations.NullMarked;
