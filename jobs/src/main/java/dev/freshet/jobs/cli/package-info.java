/** The command line: what can be asked for, and which exit code answers. */
@NullMarked
package dev.freshet.jobs.cli;

import org.jspecify.annotations.NullMarked;
