package dev.freshet.jobs.cli;

import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.replay.RowSource;

/**
 * What a demo can show.
 *
 * @param title one line for a person
 * @param rows real data, in the columns that the pipeline reads
 */
record DemoExample(String name, String title, Pipeline pipeline, RowSource rows) {}
