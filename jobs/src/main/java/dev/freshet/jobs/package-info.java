/** What runs: the training job's graph, its settings for Flink, and what is checked before it starts. */
@NullMarked
package dev.freshet.jobs;

import org.jspecify.annotations.NullMarked;
