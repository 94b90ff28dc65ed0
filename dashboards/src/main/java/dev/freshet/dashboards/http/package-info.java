/** A guarded HTTP server: the page from the jar, snapshots as JSON, and the events as they come. */
@NullMarked
package dev.freshet.dashboards.http;

import org.jspecify.annotations.NullMarked;
