"""Writes the streams and the metrics that scikit-learn finds in them, to stdout: see SklearnTest.

    pip install scikit-learn==1.9.1 && python sklearn_metrics.py > ../resources/dev/freshet/model/eval/sklearn.txt

Fading is a sample weight. What scikit-learn lacks (kappa-temporal, kappa-M, calibration error, SMAPE, the baselines) is
written down here from its definition, event by event.
"""

import sys
import warnings

import numpy as np
import sklearn.metrics as m

warnings.simplefilter("ignore")
WINDOW, FADING = 100, 0.97


def views(n):
    yield "CUMULATIVE", slice(0, n), np.ones(n)
    yield "WINDOW", slice(max(0, n - WINDOW), n), np.ones(min(n, WINDOW))
    yield "FADING", slice(0, n), FADING ** np.arange(n - 1.0, -1, -1)


def mean(x, w):
    return float(np.sum(np.asarray(x, float) * w) / np.sum(w))


def classes_of(y):
    last, counts, no_change, majority = 0, {}, [], []
    for label in y:
        most = max(counts.values(), default=0)
        majority.append(label == min((k for k, c in counts.items() if c == most), default=0))
        no_change.append(label == last)
        last, counts[label] = label, counts.get(label, 0) + 1
    return np.array(no_change), np.array(majority)


def calibration_error(p, came_true, w):
    bins = np.minimum(9, (p * 10).astype(int))
    gaps = [abs(np.sum(((p - came_true) * w)[bins == b])) for b in range(10)]
    return sum(gaps) / np.sum(w)


def classification(k, n, rng):
    y = np.zeros(n, int)
    for i in range(1, n):
        y[i] = y[i - 1] if rng.random() < 0.4 else rng.integers(0, k if i > n / 2 else max(2, k - 1))
    p = rng.random((n, k)) + 0.01 + 0.7 * (y[:, None] == np.arange(k)) * rng.random((n, 1))
    p /= p.sum(axis=1, keepdims=True)
    if k == 2:
        p[::3] = np.round(p[::3], 1).clip(0.1, 0.9)
    p = p.astype(np.float32)
    if k == 2:
        p[:, 0] = np.float32(1) - p[:, 1]
    print("stream", k, WINDOW, FADING, n)
    for label, row in zip(y, p):
        print(label, *[str(x) for x in row])
    p = p.astype(float)
    guess = p.argmax(axis=1)
    no_change, majority = classes_of(y)
    for view, s, w in views(n):
        a, b, q = y[s], guess[s], p[s]
        acc = m.accuracy_score(a, b, sample_weight=w)
        nc, maj = mean(no_change[s], w), mean(majority[s], w)
        macro = dict(average="macro", sample_weight=w, zero_division=0)
        out = {
            "accuracy": acc,
            "balancedAccuracy": m.balanced_accuracy_score(a, b, sample_weight=w),
            "kappa": m.cohen_kappa_score(a, b, sample_weight=w),
            "kappaTemporal": (acc - nc) / (1 - nc),
            "kappaM": (acc - maj) / (1 - maj),
            "mcc": m.matthews_corrcoef(a, b, sample_weight=w),
            "macroPrecision": m.precision_score(a, b, **macro),
            "macroRecall": m.recall_score(a, b, **macro),
            "macroF1": m.f1_score(a, b, **macro),
            "microF1": m.f1_score(a, b, average="micro", sample_weight=w),
            "logLoss": m.log_loss(a, q, sample_weight=w, labels=range(k), normalize=True),
            "noChangeAccuracy": nc,
            "majorityAccuracy": maj,
        }
        if k == 2:
            out["brier"] = m.brier_score_loss(a, q[:, 1], sample_weight=w)
            out["calibrationError"] = calibration_error(q[:, 1], a, w)
            out["precision"] = m.precision_score(a, b, sample_weight=w)
            out["recall"] = m.recall_score(a, b, sample_weight=w)
            out["f1"] = m.f1_score(a, b, sample_weight=w)
            if view == "WINDOW":
                out["auc"] = m.roc_auc_score(a, q[:, 1])
        else:
            out["brier"] = mean(((q - (a[:, None] == np.arange(k))) ** 2).sum(axis=1), w)
            out["calibrationError"] = calibration_error(q.max(axis=1), (a == b).astype(float), w)
        for name, value in out.items():
            print(view, name, repr(float(value)))


def regression(n, offset, rng):
    y = offset + np.cumsum(rng.normal(size=n))
    p = (y + rng.normal(size=n)).astype(np.float32)
    print("stream", 1, WINDOW, FADING, n)
    for label, guess in zip(y, p):
        print(repr(float(label)), str(guess))
    p = p.astype(float)
    last = np.concatenate([[0], y[:-1]])
    means = np.concatenate([[0], (np.cumsum(y) / np.arange(1, n + 1))[:-1]])
    for view, s, w in views(n):
        a, b = y[s], p[s]
        out = {"r2": m.r2_score(a, b, sample_weight=w), "smape": mean(2 * abs(a - b) / (abs(a) + abs(b)), w)}
        for name, q in [("", b), ("noChange", last[s]), ("meanBaseline", means[s])]:
            absolute = m.mean_absolute_error(a, q, sample_weight=w)
            out[name + "AbsoluteError" if name else "absoluteError"] = absolute
            squared = m.mean_squared_error(a, q, sample_weight=w)
            out[name + "SquaredError" if name else "squaredError"] = squared
        out["mae"] = out["absoluteError"]
        out["rmse"] = out["squaredError"] ** 0.5
        for name, value in out.items():
            print(view, name, repr(float(value)))


if __name__ == "__main__":
    sys.stdout.reconfigure(newline="\n")
    for seed, k in enumerate([2, 2, 3, 5]):
        classification(k, [60, 350, 250, 250][seed], np.random.default_rng(seed))
    regression(300, 0, np.random.default_rng(10))
    regression(250, 1000, np.random.default_rng(11))
