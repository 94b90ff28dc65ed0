/** Records of any topic of a pipeline as lines for a person. */
@NullMarked
package dev.freshet.jobs.show;

import org.jspecify.annotations.NullMarked;
