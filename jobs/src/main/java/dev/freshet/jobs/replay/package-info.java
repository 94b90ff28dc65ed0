/** Rows of a file become events of a topic, at a chosen pace. */
@NullMarked
package dev.freshet.jobs.replay;

import org.jspecify.annotations.NullMarked;
