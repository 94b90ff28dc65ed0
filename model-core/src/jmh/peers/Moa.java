import com.yahoo.labs.samoa.instances.Attribute;
import com.yahoo.labs.samoa.instances.DenseInstance;
import com.yahoo.labs.samoa.instances.Instance;
import com.yahoo.labs.samoa.instances.Instances;
import com.yahoo.labs.samoa.instances.InstancesHeader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import moa.classifiers.core.driftdetection.ADWIN;
import moa.classifiers.functions.SGD;

/** MOA's SGD, event by event, and its ADWIN: prints name, ns of CPU time per event, result. */
public class Moa {
    public static void main(String[] arguments) throws Exception {
        sgd(Path.of(arguments[0]).resolve("two-30.f32"), 100_000, 30);
        adwin();
    }

    static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    static void sgd(Path file, int n, int d) throws Exception {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        ArrayList<Attribute> attributes = new ArrayList<>();
        for (int j = 0; j < d; j++) {
            attributes.add(new Attribute("x" + j));
        }
        attributes.add(new Attribute("class", List.of("0", "1")));
        InstancesHeader header = new InstancesHeader(new Instances("stream", attributes, 0));
        header.setClassIndex(d);
        Instance[] rows = new Instance[n];
        for (int i = 0; i < n; i++) {
            double[] row = new double[d + 1];
            for (int j = 0; j < d; j++) {
                row[j] = bytes.getFloat(4 * (i * d + j));
            }
            row[d] = bytes.getInt(4 * (n * d + i));
            rows[i] = new DenseInstance(1, row);
            rows[i].setDataset(header);
        }
        SGD learner = new SGD();
        learner.learningRateOption.setValue(0.02);
        learner.lambdaRegularizationOption.setValue(0);
        learner.lossFunctionOption.setChosenLabel("LOGLOSS");
        learner.prepareForUse();
        double[] nanos = new double[7];
        double right = 0;
        for (int round = -3; round < nanos.length; round++) {
            long begun = cpu();
            int hits = 0;
            for (Instance row : rows) {
                hits += learner.correctlyClassifies(row) ? 1 : 0;
                learner.trainOnInstance(row);
            }
            if (round >= 0) {
                nanos[round] = (cpu() - begun) / (double) n;
            }
            right = hits / (double) n;
        }
        print("moa lr-event", nanos, right);
    }

    static void adwin() {
        Random random = new Random(1);
        double[] errors = new double[200_000];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = random.nextDouble() < (i / 20_000 % 2 == 0 ? 0.1 : 0.3) ? 1 : 0;
        }
        ADWIN adwin = new ADWIN(0.002);
        double[] nanos = new double[7];
        int alarms = 0;
        for (int round = -3; round < nanos.length; round++) {
            long begun = cpu();
            alarms = 0;
            for (double error : errors) {
                alarms += adwin.setInput(error) ? 1 : 0;
            }
            if (round >= 0) {
                nanos[round] = (cpu() - begun) / (double) errors.length;
            }
        }
        print("moa adwin", nanos, alarms);
        System.out.println("moa-alarms\tas it is\t" + alarms(errors, false));
        System.out.println("moa-alarms\tbegun anew after each\t" + alarms(errors, true));
    }

    /** MOA drops old buckets at an alarm and keeps the rest, some of which is from before the change. */
    static List<Integer> alarms(double[] errors, boolean anew) {
        ADWIN adwin = new ADWIN(0.002);
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < errors.length; i++) {
            if (adwin.setInput(errors[i])) {
                places.add(i);
                adwin = anew ? new ADWIN(0.002) : adwin;
            }
        }
        return places;
    }

    static void print(String name, double[] nanos, double result) {
        Arrays.sort(nanos);
        System.out.printf("%s\t%.1f\t%.4f%n", name, nanos[nanos.length / 2], result);
    }
}
