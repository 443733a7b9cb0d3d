/**
 * Orders over HTTP: requests in, commands on, outcomes and problems out. No rule of an order is
 * here, and nothing of HTTP is anywhere else.
 */
@NullMarked
package dev.reprise.http;

import org.jspecify.annotations.NullMarked;
