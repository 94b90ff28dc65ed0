/** Commands to the models of a running job: how they are sent, read, and followed. */
@NullMarked
package dev.freshet.jobs.control;

import org.jspecify.annotations.NullMarked;
