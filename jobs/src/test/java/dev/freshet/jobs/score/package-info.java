@NullMarked
package dev.freshet.jobs.score;

import org.jspecify.annotations.NullMarked;
