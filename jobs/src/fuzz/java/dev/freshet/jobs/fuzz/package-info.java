/** What is read from outside, held against any bytes that a coverage-guided fuzzer finds. */
@NullMarked
package dev.freshet.jobs.fuzz;

import org.jspecify.annotations.NullMarked;
