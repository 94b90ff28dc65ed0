package dev.freshet.jobs.chaos;

import static org.awaitility.Awaitility.await;

import dev.freshet.jobs.cluster.FlinkProcess;
import java.time.Duration;

/** What befalls a running job. Each is healed when {@link #strike} returns; the job has yet to come back. */
enum Fault {
    TASK_MANAGER_KILLED("kill -9 of a TaskManager, started anew") {
        @Override
        void strike(World world) {
            world.cluster().killTaskManager(world.mortalTaskManager());
            world.cluster().startTaskManager();
        }
    },
    JOB_MANAGER_KILLED("kill -9 of the JobManager, started anew") {
        @Override
        void strike(World world) throws Exception {
            world.cluster().killJobManager();
            comeBack(world);
        }
    },
    ALL_OF_FLINK_KILLED("kill -9 of the JobManager and all TaskManagers, started anew") {
        @Override
        void strike(World world) throws Exception {
            world.cluster().killJobManager();
            int number = world.cluster().taskManagers().size();
            for (int i = 0; i < number; i++) {
                world.cluster().killTaskManager(0);
            }
            for (int i = 0; i < number; i++) {
                world.cluster().startTaskManager();
            }
            comeBack(world);
        }
    },
    BROKER_RESTARTED("broker ended in order and started again") {
        @Override
        void strike(World world) {
            world.broker().restart();
        }
    },
    BROKER_KILLED("kill -9 of the broker, started on the same records") {
        @Override
        void strike(World world) {
            world.broker().killAndRestart();
        }
    },
    BROKER_GONE("broker gone until the job has failed of it, then started again") {
        @Override
        void strike(World world) {
            world.broker().stop();
            try {
                world.awaitFailure();
            } finally {
                world.broker().start();
            }
        }
    },
    TASK_MANAGER_PAUSED("SIGSTOP of a TaskManager until it is taken for dead, then SIGCONT") {
        @Override
        void strike(World world) {
            int before = world.cluster().taskManagers().size();
            FlinkProcess paused = world.cluster().taskManagers().get(world.anyTaskManager());
            paused.pause();
            try {
                await().atMost(World.PATIENCE).until(() -> {
                    int alive = world.cluster().rest().taskManagers();
                    return alive >= 0 && alive < before;
                });
            } finally {
                paused.resume();
            }
        }
    },
    NETWORK_CUT("all connections to the broker reset, new ones too") {
        @Override
        void strike(World world) {
            world.broker().proxy().cut();
            world.healDisturbed(REFUSED);
        }
    },
    NETWORK_SLOW("each packet to and from the broker takes up to 200 ms") {
        @Override
        void strike(World world) {
            world.broker().proxy().delay(Duration.ofMillis(200));
            world.healDisturbed(DELAYED);
        }
    },
    NETWORK_HALF_OPEN("connections to the broker stay open, no byte arrives") {
        @Override
        void strike(World world) {
            world.broker().proxy().halfOpen();
            world.healDisturbed(SWALLOWED);
        }
    },
    NETWORK_HALF_OPEN_LONG("connections to the broker stay open and mute until the job has failed of it") {
        @Override
        void strike(World world) {
            world.broker().proxy().halfOpen();
            try {
                world.awaitFailure();
            } finally {
                world.broker().proxy().heal();
            }
        }
    },
    DISK_FULL("no space for checkpoints until one has failed") {
        @Override
        void strike(World world) throws Exception {
            int before = world.checkpoints("failed");
            try {
                await().atMost(World.PATIENCE).until(() -> {
                    // Again and again: an old checkpoint that goes makes room for a new one.
                    world.disk().fill();
                    return world.checkpoints("failed") > before;
                });
            } finally {
                world.disk().free();
            }
        }
    },
    RESCALED("stopped with a savepoint, continued with 1 -> 2 -> 4 -> 1 subtasks") {
        @Override
        void strike(World world) throws Exception {
            int before = world.job().parallelism();
            world.job().rescale(before == MOST_SUBTASKS ? 1 : 2 * before);
        }
    },
    BROKER_DISK_FULL("no space for the broker's records until it has ended itself, then started again") {
        @Override
        void strike(World world) throws Exception {
            try {
                await().atMost(World.PATIENCE).until(() -> {
                    world.broker().disk().fill();
                    return !world.broker().isAlive();
                });
            } finally {
                world.broker().disk().free();
                world.broker().stop();
                world.broker().start();
            }
        }
    };

    private static final int MOST_SUBTASKS = 4;
    private static final int REFUSED = 5;
    private static final int DELAYED = 30;
    private static final int SWALLOWED = 5;

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    /** For a table. */
    String words() {
        return words;
    }

    abstract void strike(World world) throws Exception;

    private static void comeBack(World world) throws Exception {
        world.cluster().startJobManager();
        world.cluster().awaitSlots(world.slots());
        world.job().comeBack();
    }
}
