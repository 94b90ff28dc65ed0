/** What each subtask counts between two checkpoints, for the rows of the ledger topic. */
@NullMarked
package dev.freshet.jobs.ledger;

import org.jspecify.annotations.NullMarked;
