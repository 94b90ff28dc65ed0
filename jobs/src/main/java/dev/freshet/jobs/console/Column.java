package dev.freshet.jobs.console;

/** What a row of the progress table says, from left to right; the widths are those of 80 columns and of a wide terminal. */
enum Column {
    AVERAGE_LOSS("average", "loss", 8, 9, 0),
    LOSS_SINCE("since", "last", 8, 9, 3),
    COUNTER("example", "counter", -7, -9, 1),
    KEY("", "key", 5, 10, 7),
    LABEL("current", "label", 7, 12, 4),
    PREDICTION("current", "prediction", 12, 18, 5),
    WINDOW("window", "acc.", -6, -8, 2),
    NO_CHANGE("no-chg", "acc.", -6, -9, 8),
    DRIFT("", "drift", -5, -6, 9),
    WAITING("await", "label", -6, -8, 6),
    SPEED("events", "/second", -7, -10, 10);

    private final String first;
    private final String second;
    private final int narrow;
    private final int wide;
    private final int dispensable;

    /**
     * A column.
     *
     * @param narrow characters; negative to align on the right
     * @param dispensable the higher, the sooner it gives way where the terminal is narrow
     */
    Column(String first, String second, int narrow, int wide, int dispensable) {
        this.first = first;
        this.second = second;
        this.narrow = narrow;
        this.wide = wide;
        this.dispensable = dispensable;
    }

    String first(boolean isWide) {
        return isWide && this == NO_CHANGE ? "no-change" : first;
    }

    String second(boolean regression, boolean isWide) {
        if (this != WINDOW && this != NO_CHANGE) {
            return second;
        }
        return regression ? "rmse" : isWide ? "accuracy" : second;
    }

    int format(boolean isWide) {
        return isWide ? wide : narrow;
    }

    int width(boolean isWide) {
        return Math.abs(format(isWide));
    }

    int dispensable() {
        return dispensable;
    }
}
