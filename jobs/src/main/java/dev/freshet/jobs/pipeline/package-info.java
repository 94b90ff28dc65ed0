/** The pipeline file: YAML in, a {@link dev.freshet.jobs.pipeline.Pipeline} or every problem at once out. */
@NullMarked
package dev.freshet.jobs.pipeline;

import org.jspecify.annotations.NullMarked;
