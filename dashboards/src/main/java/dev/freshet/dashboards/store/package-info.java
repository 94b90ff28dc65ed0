/** What the topics tell, in bounded memory: the newest of each key, curves, drifts, letters, the ledger's sums, events to follow. */
@NullMarked
package dev.freshet.dashboards.store;

import org.jspecify.annotations.NullMarked;
