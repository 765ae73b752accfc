#!/usr/bin/env python3
"""ink-train.py WORK MINUTES [START]: trains the network of `ink` on WORK/views (see cut-ink.c) and judges it on WORK/views-held.

Needs python3-torch. The state is saved to WORK/ink.pt every 200 steps; called again, it goes on from there. The network
with the moving average of the weights goes to WORK/ink.net, in the format that stages/layout/ink-net.h tells. START is
such a network: training begins with its weights, and more gently.

The network (a U-Net of some 120,000 weights) works on 2 x 2 pixels at once, so that its finest cells are half a
millimetre: 12 channels in, widths below on four levels, each half as fine as the one above; the way up adds what the way
down saw. Each of its 28 outputs is one of 7 kinds at one of the 4 pixels of a cell."""
import glob
import os
import random
import struct
import sys
import time

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.nn import functional as F

WIDTHS = (16, 24, 32, 48)
KINDS = ("typed", "printed", "hand", "signature", "stamp", "rule", "stroke")
UNKNOWN = 128
CROP = 512
BATCH = 6
PASTE = float(os.environ.get("PASTE", 0))  # share of the pieces that get pieces of other pages laid over them
# Pixels of the kinds that few pages have count more.
WEIGHT = torch.tensor([1.0, 1.0, 2.5, 2.5, 2.0, 1.0, 4.0])


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        a, b, c, d = WIDTHS
        self.layers = nn.ModuleList([
            nn.Conv2d(12, a, 3, padding=1),                        # 0 finest
            nn.Conv2d(a, b, 3, padding=1, stride=2), nn.Conv2d(b, b, 3, padding=1),
            nn.Conv2d(b, c, 3, padding=1, stride=2), nn.Conv2d(c, c, 3, padding=1),
            nn.Conv2d(c, d, 3, padding=1, stride=2), nn.Conv2d(d, d, 3, padding=1),
            nn.Conv2d(d, d, 3, padding=2, dilation=2),
            nn.Conv2d(d, c, 1), nn.Conv2d(c, c, 3, padding=1),     # 8, 9 up
            nn.Conv2d(c, b, 1), nn.Conv2d(b, b, 3, padding=1),
            nn.Conv2d(b, a, 1), nn.Conv2d(a, a, 3, padding=1),
            nn.Conv2d(a, 4 * len(KINDS), 1)])
        for layer in self.layers:
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)

    def forward(self, x):
        conv = self.layers
        f0 = F.relu(conv[0](F.pixel_unshuffle(x, 2)))
        f1 = F.relu(conv[2](F.relu(conv[1](f0))))
        f2 = F.relu(conv[4](F.relu(conv[3](f1))))
        f3 = F.relu(conv[6](F.relu(conv[5](f2))))
        f3 = F.relu(conv[7](f3))
        up = lambda y: F.interpolate(y, scale_factor=2, mode="nearest")
        f2 = F.relu(conv[9](f2 + up(conv[8](f3))))
        f1 = F.relu(conv[11](f1 + up(conv[10](f2))))
        f0 = F.relu(conv[13](f0 + up(conv[12](f1))))
        return F.pixel_shuffle(conv[14](f0), 2)


def load(folder, keep=lambda i: True):
    pages = []
    for i, path in enumerate(sorted(glob.glob(os.path.join(folder, "*.view.png")))):
        if not keep(i):
            continue
        view = np.array(Image.open(path).convert("RGB"))
        kinds = np.array(Image.open(path.replace(".view.", ".kinds.")))
        pages.append((os.path.basename(path), view, kinds))
    return pages


def resized(view, kinds, factor):
    size = (int(view.shape[1] * factor), int(view.shape[0] * factor))
    return (np.array(Image.fromarray(view).resize(size, Image.BILINEAR)),
            np.array(Image.fromarray(kinds).resize(size, Image.NEAREST)))


def pasted(view, kinds, pages, chance):
    """The piece with pieces of other pages laid over it: ink may stand anywhere, and its look alone tells what it is."""
    view, kinds = view.copy(), kinds.copy()
    for _ in range(chance.randint(1, 6)):
        _, other, other_kinds = pages[chance.randrange(len(pages))]
        h, w = chance.randint(10, 45), chance.randint(12, 160)
        y, x = chance.randrange(other.shape[0] - h + 1), chance.randrange(other.shape[1] - w + 1)
        over, over_kinds = other[y:y + h, x:x + w], other_kinds[y:y + h, x:x + w]
        y, x = chance.randrange(CROP - h + 1), chance.randrange(CROP - w + 1)
        under = view[y:y + h, x:x + w]
        # Mostly on blank paper: what stands alone is what the layout no longer tells.
        if (over[..., 0] > 60).sum() < 20 or (under[..., 0] > 60).sum() > 20 and chance.random() < 0.8:
            continue
        view[y:y + h, x:x + w] = np.where(over[..., :1] > under[..., :1], over, under)
        kinds[y:y + h, x:x + w] |= over_kinds
    return view, kinds


def crop(pages, chance):
    """A piece of a page as some other scanner might have shown it."""
    while True:
        _, view, kinds = pages[chance.randrange(len(pages))]
        factor = chance.choice((1, 1, chance.uniform(0.8, 1.25)))
        side = int(CROP / factor)
        if min(view.shape[:2]) < side:
            continue
        y, x = chance.randrange(view.shape[0] - side + 1), chance.randrange(view.shape[1] - side + 1)
        view, kinds = view[y:y + side, x:x + side], kinds[y:y + side, x:x + side]
        if (view[..., 0] > 60).sum() > 1500:
            break
    if factor != 1:
        view, kinds = resized(view, kinds, CROP / side + 1e-6)
        view, kinds = view[:CROP, :CROP], kinds[:CROP, :CROP]
        if view.shape[:2] != (CROP, CROP):
            return crop(pages, chance)
    if chance.random() < 0.35:
        view, kinds = view[::-1, ::-1], kinds[::-1, ::-1]
    if chance.random() < PASTE:
        view, kinds = pasted(view, kinds, pages, chance)
    view = view.astype(np.float32) / 255
    wipe = np.zeros((CROP, CROP), bool)
    dark, colour = view[..., 0], view[..., 1:] - 128 / 255
    if chance.random() < 0.5:
        dark = np.clip(dark * chance.uniform(0.6, 1.25), 0, 1) ** chance.uniform(0.6, 1.6)
    if chance.random() < 0.3:
        dark = np.clip(dark + np.random.normal(0, chance.uniform(0.01, 0.06), dark.shape), 0, 1)
    if chance.random() < 0.12:
        dark = (dark > chance.uniform(0.3, 0.6)).astype(np.float32)
    # A page number stands alone, and a signature may lack its label: parts of the page are wiped off.
    if chance.random() < 0.4:
        for _ in range(chance.randint(1, 5)):
            h, w = chance.randint(20, 300), chance.randint(60, CROP)
            y, x = chance.randrange(CROP - h + 1), chance.randrange(CROP - w + 1)
            wipe[y:y + h, x:x + w] = True
    elif chance.random() < 0.1:
        h, w = chance.randint(14, 40), chance.randint(20, 120)
        y, x = chance.randrange(CROP - h + 1), chance.randrange(CROP - w + 1)
        kept = kinds[y:y + h, x:x + w]
        wipe[:] = True
        wipe[y:y + h, x:x + w] = kept == 0
    dark = np.where(wipe, np.minimum(dark, 0.08), dark)
    kinds = np.where(wipe, 0, kinds)
    # Colour helps where it is there, and must not be needed; nobody knows what colour the next ink has.
    drop = chance.random()
    if drop < 0.4:
        colour = colour * 0
    elif drop < 0.7:
        colour = np.stack([colour[..., 0] * chance.uniform(-1.3, 1.3), colour[..., 1] * chance.uniform(-1.3, 1.3)], -1)
    return np.concatenate([dark[..., None], colour * 4], -1).astype(np.float32), np.ascontiguousarray(kinds)


def tensors(view, kinds):
    """Input, wanted bits, and which pixels count: ink, but not the soft edge of known ink, nor unknown ink."""
    x = torch.from_numpy(np.ascontiguousarray(view)).permute(0, 3, 1, 2)
    k = torch.from_numpy(kinds.astype(np.int64))
    wanted = torch.stack([(k >> bit & 1) for bit in range(len(KINDS))], 1).float()
    some = (k > 0).float()[:, None]
    close = F.max_pool2d(some, 3, 1, 1)
    inked = (x[:, :1] > 0.15).float()
    counts = inked * (1 - close * (1 - some)) + some * (1 - inked)
    counts = counts * (k & UNKNOWN == 0).float()[:, None]
    return x, wanted, counts


def loss_of(net, view, kinds):
    x, wanted, counts = tensors(view, kinds)
    logits = net(x)
    weight = counts * (1 + wanted * (WEIGHT.view(1, -1, 1, 1) - 1))
    # All kinds of a pixel weigh as its rarest.
    weight = weight.max(1, keepdim=True)[0]
    each = F.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
    return (each * weight).sum() / weight.sum().clamp(min=1)


def padded(array):
    h, w = -array.shape[0] % 16, -array.shape[1] % 16
    return np.pad(array, ((0, h), (0, w)) + ((0, 0),) * (array.ndim - 2))


def judge(net, pages):
    """F1 of each kind over all counted pixels; and of typed pixels, the share that look more like a hand."""
    true, found, both = np.zeros(len(KINDS)), np.zeros(len(KINDS)), np.zeros(len(KINDS))
    typed, lost = 0, 0
    with torch.no_grad():
        for _, view, kinds in pages:
            view = padded(view).astype(np.float32) / 255
            view[..., 1:] = (view[..., 1:] - 128 / 255) * 4
            x, wanted, counts = tensors(view[None], padded(kinds)[None])
            p = torch.sigmoid(net(x))
            said, counts = (p > 0.5).float(), counts * (x[:, :1] > 0.3).float()
            true += (wanted * counts).sum((0, 2, 3)).numpy()
            found += (said * counts).sum((0, 2, 3)).numpy()
            both += (wanted * said * counts).sum((0, 2, 3)).numpy()
            only = counts[0, 0] * wanted[0, 0] * (wanted[0].sum(0) == 1).float()
            hand = torch.maximum(p[0, 2], p[0, 3])
            typed += only.sum().item()
            lost += (only * (hand > torch.maximum(p[0, 0], p[0, 1])).float() * (hand > 0.5).float()).sum().item()
    f1 = 2 * both / np.maximum(true + found, 1)
    return " ".join(f"{name} {value:.3f}" for name, value in zip(KINDS, f1)) + f" typed-as-hand {100 * lost / max(typed, 1):.2f} %"


def export(net, path):
    with open(path, "wb") as file:
        file.write(b"verno-ink-1\n")
        for layer in net.layers:
            weight = layer.weight.detach().numpy().astype("<f4")       # out, in, rows, columns
            out, into, rows, _ = weight.shape
            file.write(struct.pack("<5i", into, out, rows, layer.stride[0], layer.dilation[0]))
            file.write(np.ascontiguousarray(weight.transpose(2, 3, 1, 0)).tobytes())  # rows, columns, in, out
            file.write(layer.bias.detach().numpy().astype("<f4").tobytes())


def load_network(net, path):
    """The weights of a network that `export` wrote."""
    with open(path, "rb") as file:
        file.readline()
        for layer in net.layers:
            into, out, rows, _, _ = struct.unpack("<5i", file.read(20))
            weight = np.frombuffer(file.read(4 * rows * rows * into * out), "<f4").reshape(rows, rows, into, out)
            layer.weight.data = torch.from_numpy(weight.transpose(3, 2, 0, 1).copy())
            layer.bias.data = torch.from_numpy(np.frombuffer(file.read(4 * out), "<f4").copy())


def main():
    work, minutes = sys.argv[1], float(sys.argv[2])
    start = sys.argv[3] if len(sys.argv) > 3 else None
    torch.set_num_threads(int(os.environ.get("THREADS", "2")))
    seed = 1
    pages = load(os.path.join(work, "views"))
    real = load(os.path.join(work, "views-real"), lambda i: i % 2 == 0)
    held, held_real = load(os.path.join(work, "views-held")), load(os.path.join(work, "views-real"), lambda i: i % 2 == 1)
    print(f"{len(pages)} drawn pages, {len(real)} real; judged on {len(held)} and {len(held_real)}", flush=True)
    net, mean, step, spent = Net(), Net(), 0, 0.0
    optimizer = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=1e-4)
    if start:
        load_network(net, start)
        print("begins with", start, "drawn:", judge(net, held[::3]), "real:", judge(net, held_real[::3]), flush=True)
    mean.load_state_dict(net.state_dict())
    state = os.path.join(work, "ink.pt")
    if os.path.exists(state):
        saved = torch.load(state)
        net.load_state_dict(saved["net"])
        mean.load_state_dict(saved["mean"])
        optimizer.load_state_dict(saved["optimizer"])
        step, spent = saved["step"], saved["spent"]
    begun, losses = time.time() - spent, []
    while True:
        progress = min(1, (time.time() - begun) / (60 * minutes))
        if progress >= 1:
            break
        chance = random.Random(seed * 1000003 + step)
        np.random.seed(step)
        pieces = [crop(real if real and chance.random() < 0.12 else pages, chance) for _ in range(BATCH)]
        for group in optimizer.param_groups:
            group["lr"] = (1e-3 if start else 3e-3) * min(1, (step + 1) / 100) * (1 - progress) ** 0.9 + 1e-5
        loss = loss_of(net, np.stack([p[0] for p in pieces]), np.stack([p[1] for p in pieces]))
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        step += 1
        keep = 0.995 if start else min(0.995, step / (step + 20))
        with torch.no_grad():
            for a, b in zip(mean.parameters(), net.parameters()):
                a.mul_(keep).add_(b, alpha=1 - keep)
        losses.append(loss.item())
        if step % 50 == 0:
            print(f"step {step} loss {np.mean(losses[-50:]):.4f} {(time.time() - begun) / 60:.1f} min", flush=True)
        if step % 200 == 0:
            torch.save({"net": net.state_dict(), "mean": mean.state_dict(), "optimizer": optimizer.state_dict(),
                        "step": step, "spent": time.time() - begun}, state)
            export(mean, os.path.join(work, "ink.net"))
        if step % 600 == 0:
            print("  drawn:", judge(mean, held[::3]), flush=True)
    export(mean, os.path.join(work, "ink.net"))
    torch.save({"net": net.state_dict(), "mean": mean.state_dict(), "optimizer": optimizer.state_dict(), "step": step,
                "spent": 60 * minutes}, state)
    print("held out, drawn:", judge(mean, held))
    if held_real:
        print("held out, real: ", judge(mean, held_real))


if __name__ == "__main__":
    main()
