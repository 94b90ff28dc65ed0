/** Recomputes from the topics what became of every record, and holds it against the ledger. */
@NullMarked
package dev.freshet.jobs.verify;

import org.jspecify.annotations.NullMarked;
