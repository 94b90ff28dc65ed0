"""What PyTorch, scikit-learn, River and Vowpal Wabbit take for the same streams: name, ns of CPU time per event, result.

python peers.py PEER DIRECTORY, where `bench` has written the streams. One thread each.
"""
import os

for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"
import sys
import time

import numpy


def stream(directory, name, n, d):
    raw = numpy.fromfile(os.path.join(directory, name), dtype="<f4", count=n * d).reshape(n, d)
    labels = numpy.fromfile(os.path.join(directory, name), dtype="<i4", offset=4 * n * d)
    return raw, labels.astype(numpy.int64)


def report(name, n, run, rounds=3):
    run()
    spent = []
    for _ in range(rounds):
        begun = time.process_time_ns()
        result = run()
        spent.append((time.process_time_ns() - begun) / n)
    print(f"{name}\t{sorted(spent)[len(spent) // 2]:.1f}\t{result:.4f}", flush=True)


def torch_peer(directory):
    import torch

    torch.set_num_threads(1)
    for d, n in ((30, 40_000), (784, 8_000)):
        x, y = map(torch.from_numpy, stream(directory, f"ten-{d}.f32", n, d))
        layers = torch.nn
        network = layers.Sequential(
            layers.Linear(d, 64), layers.ReLU(), layers.Linear(64, 32), layers.ReLU(), layers.Linear(32, 10)
        )
        adam = torch.optim.Adam(network.parameters(), lr=0.001)
        loss = torch.nn.CrossEntropyLoss()

        def run():
            right = 0
            for at in range(0, n, 32):
                output = network(x[at : at + 32])
                right += (output.argmax(1) == y[at : at + 32]).sum().item()
                adam.zero_grad()
                loss(output, y[at : at + 32]).backward()
                adam.step()
            return right / n

        report(f"torch net-{d}", n, run)


def sklearn_peer(directory):
    from sklearn.linear_model import SGDClassifier
    from sklearn.neural_network import MLPClassifier

    for d, n in ((30, 40_000), (784, 8_000)):
        x, y = stream(directory, f"ten-{d}.f32", n, d)
        network = MLPClassifier((64, 32), solver="adam", learning_rate_init=0.001, alpha=0)
        network.partial_fit(x[:32], y[:32], classes=range(10))

        def run():
            right = 0
            for at in range(0, n, 32):
                right += (network.predict(x[at : at + 32]) == y[at : at + 32]).sum()
                network.partial_fit(x[at : at + 32], y[at : at + 32])
            return right / n

        report(f"sklearn net-{d}", n, run, 1)
    n = 100_000
    x, y = stream(directory, "two-30.f32", n, 30)
    linear = SGDClassifier(loss="log_loss", alpha=0, learning_rate="constant", eta0=0.02)
    linear.partial_fit(x[:256], y[:256], classes=[0, 1])

    def run():
        right = 0
        for at in range(0, n, 256):
            right += (linear.predict(x[at : at + 256]) == y[at : at + 256]).sum()
            linear.partial_fit(x[at : at + 256], y[at : at + 256])
        return right / n

    report("sklearn lr-256", n, run)


def river_peer(directory):
    from river import linear_model, optim

    n = 20_000
    x, y = stream(directory, "two-30.f32", 100_000, 30)
    rows = [dict(enumerate(map(float, row))) for row in x[:n]]
    labels = [bool(label) for label in y[:n]]
    model = linear_model.LogisticRegression(optim.SGD(0.02), intercept_lr=0.02)

    def run():
        right = 0
        for row, label in zip(rows, labels):
            right += model.predict_one(row) == label
            model.learn_one(row, label)
        return right / n

    report("river lr-event", n, run, 1)


def vw_peer(directory):
    import vowpalwabbit

    n = 20_000
    x, y = stream(directory, "two-30.f32", 100_000, 30)
    model = vowpalwabbit.Workspace("--loss_function logistic --sgd -l 0.02 --power_t 0 --quiet")
    examples = [
        model.parse(f"{2 * label - 1} | " + " ".join(f"{j}:{v:.6g}" for j, v in enumerate(row)))
        for row, label in zip(x[:n], y[:n])
    ]

    def run():
        right = 0
        for example, label in zip(examples, y):
            right += (model.predict(example) > 0) == (label > 0)
            model.learn(example)
        return right / n

    report("vw lr-event, from Python", n, run)


def vw_cache_peer(directory):
    """The whole process, its start included, in CPU time of all its threads: FTRL over the clicks from a binary cache."""
    import resource
    import subprocess

    import vowpalwabbit  # noqa: F401, to be told here if there is none

    n, passes = 200_000, 5
    settings = "--ftrl --ftrl_alpha 0.1 --ftrl_beta 1 --l1 0 --l2 0 -b 22 --loss_function logistic --holdout_off"
    command = [sys.executable, "-m", "vowpalwabbit", "-d", os.path.join(directory, "clicks.vw"), "--cache"]
    command += settings.split()

    def run(times):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command + ["--passes", str(times)], capture_output=True, text=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        loss = float(done.stderr.split("average loss = ")[1].split()[0])
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, loss

    _, loss = run(1)
    spent = sorted(run(passes)[0] for _ in range(5))
    print(f"vw ftrl, whole process with a cache\t{spent[2] / (n * passes) * 1e9:.1f}\t{loss:.4f}", flush=True)


if __name__ == "__main__":
    peers = {
        "torch": torch_peer,
        "sklearn": sklearn_peer,
        "river": river_peer,
        "vw": vw_peer,
        "vw-cache": vw_cache_peer,
    }
    peers[sys.argv[1]](sys.argv[2])
