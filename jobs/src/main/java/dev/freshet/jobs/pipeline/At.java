package dev.freshet.jobs.pipeline;

/** A place in a pipeline file: line and column from 1, and the keys that lead there. */
record At(int line, int column, String path) {

    At key(String key) {
        return new At(line, column, path.isEmpty() ? key : path + "." + key);
    }

    At index(int i) {
        return new At(line, column, path + "[" + i + "]");
    }

    At moved(int toLine, int toColumn) {
        return new At(toLine, toColumn, path);
    }
}
