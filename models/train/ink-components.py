#!/usr/bin/env python3
"""ink-components.py WORK: what a classifier of connected components makes of the same pages as ink-train.py.

The rival of the network, kept so that the choice can be repeated. Needs python3-sklearn and python3-scipy. Each component of
ink on WORK/views gets the kind that most of its pixels have; gradient-boosted trees learn it from the component's size,
shape, darkness, colour and neighbours; F1 is counted over pixels of WORK/views-held, as ink-train.py does."""
import glob
import os
import sys

import numpy as np
from PIL import Image
from scipy import ndimage
from scipy.spatial import cKDTree
from sklearn.ensemble import HistGradientBoostingClassifier

KINDS = ("typed", "printed", "hand", "signature", "stamp", "rule", "stroke")


def components(path):
    view = np.array(Image.open(path).convert("RGB")).astype(float)
    kinds = np.array(Image.open(path.replace(".view.", ".kinds.")))
    dark = view[..., 0]
    labels, count = ndimage.label(dark > 60, np.ones((3, 3)))
    if count == 0:
        return None
    index = np.arange(1, count + 1)
    boxes = ndimage.find_objects(labels)
    y0, y1 = np.array([b[0].start for b in boxes]), np.array([b[0].stop for b in boxes])
    x0, x1 = np.array([b[1].start for b in boxes]), np.array([b[1].stop for b in boxes])
    area = ndimage.sum(np.ones_like(dark), labels, index)
    mean = lambda plane: ndimage.mean(plane, labels, index)
    edge = ndimage.sum(labels > 0, ndimage.binary_erosion(labels > 0, np.ones((3, 3))) * labels, index)
    w, h = x1 - x0, y1 - y0
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    near = cKDTree(np.stack([x, y * 3], 1)).query_ball_point(np.stack([x, y * 3], 1), 60)
    level = np.array([[len(n), np.median(h[n]), np.std(h[n]), np.median(area[n]), np.std(y[n])] for n in near])
    wide = cKDTree(np.stack([x, y], 1)).query_ball_point(np.stack([x, y], 1), 50)
    around = np.array([[len(n), np.median(h[n]), np.std(h[n])] for n in wide])
    features = np.column_stack([w, h, area, area / (w * h), edge / area, mean(dark), ndimage.standard_deviation(dark, labels, index),
                                mean(view[..., 1]), mean(view[..., 2]), level, around, h / np.maximum(1, level[:, 1]), x / dark.shape[1],
                                y / dark.shape[0]])
    counts = np.stack([ndimage.sum(kinds >> k & 1, labels, index) for k in range(len(KINDS))], 1)
    best = np.where(counts.max(1) * 3 >= area, counts.argmax(1), len(KINDS))
    return features, best, labels, kinds, dark


def main():
    train = sorted(glob.glob(os.path.join(sys.argv[1], "views", "*.view.png")))[::3]
    pages = [c for c in map(components, train) if c]
    model = HistGradientBoostingClassifier(max_iter=200, max_leaf_nodes=63, random_state=1)
    model.fit(np.concatenate([p[0] for p in pages]), np.concatenate([p[1] for p in pages]))
    true, found, both = np.zeros(len(KINDS)), np.zeros(len(KINDS)), np.zeros(len(KINDS))
    for path in sorted(glob.glob(os.path.join(sys.argv[1], "views-held", "*.view.png"))):
        page = components(path)
        if not page:
            continue
        features, _, labels, kinds, dark = page
        said = np.concatenate([[len(KINDS)], model.predict(features)])[labels]
        some = kinds > 0
        counted = (dark > 76) & (some | ~ndimage.binary_dilation(some, np.ones((3, 3))))
        for k in range(len(KINDS)):
            is_k, says_k = (kinds >> k & 1 > 0) & counted, (said == k) & counted
            true[k] += is_k.sum()
            found[k] += says_k.sum()
            both[k] += (is_k & says_k).sum()
    f1 = 2 * both / np.maximum(1, true + found)
    print(len(train), "pages trained on:", " ".join(f"{n} {v:.3f}" for n, v in zip(KINDS, f1)))


main()
