package dev.freshet.model.data;

/**
 * Where in a file something stands.
 *
 * @param file its name
 * @param line from 1; 0 for the file as a whole
 * @param column a column's name, a field's number, or empty
 */
record Place(String file, long line, String column) {

    static Place of(String file) {
        return new Place(file, 0, "");
    }

    Place column(String name) {
        return new Place(file, line, name);
    }

    @Override
    public String toString() {
        return file + (line == 0 ? "" : " line " + line) + (column.isEmpty() ? "" : ", column " + column);
    }
}
