"""Trains the second reader (assets/mrz/ctc.bin, src/mrz/ctc): python train-ctc.py LINES OUT [--minutes M] [--seed S] [--check NAMES]

LINES holds multi-page TIFFs and their .box files as write-lines.ts writes them. Needs PyTorch (one thread, on the processor) and
numpy. `--minutes` is processor time. `--check` names files (a prefix) that are not trained on; their errors are printed.
"""

import argparse
import glob
import json
import math
import os
import re
import struct
import time

import numpy as np
import torch
from torch import nn

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
HEIGHT = 36
STEP = 4  # strip columns for each step of the answer
WIDEST = 1400


def read_tiff(path):
    """Pages of an uncompressed grey little-endian TIFF (TIFF 6.0, 2 and 4)."""
    data = open(path, "rb").read()
    (offset,) = struct.unpack_from("<I", data, 4)
    while offset:
        (count,) = struct.unpack_from("<H", data, offset)
        tags = dict(struct.unpack_from("<HxxxxxxI", data, offset + 2 + 12 * i) for i in range(count))
        size = tags[256] * tags[257]
        yield np.frombuffer(data, np.uint8, size, tags[273]).reshape(tags[257], tags[256])
        (offset,) = struct.unpack_from("<I", data, offset + 2 + 12 * count)


def read_lines(path):
    texts = re.findall(r"^WordStr .* #(.*)$", open(path[:-4] + ".box").read(), re.M)
    pages = list(read_tiff(path))
    assert len(pages) == len(texts), path
    return [(page, text) for page, text in zip(pages, texts) if page.shape[1] <= WIDEST]


# Kernel, stride and channels of each layer, from the strip to the steps. "whole" is a full convolution, "separable" one for each
# channel and then a mixture of all, "residual" such a one added to what went in, "collapse" takes all rows that are left.
LAYERS = [
    dict(kind="whole", kernel=[3, 3], stride=[2, 2], out=16),
    dict(kind="separable", kernel=[3, 3], stride=[2, 2], out=40),
    dict(kind="separable", kernel=[3, 3], stride=[2, 1], out=64),
    dict(kind="residual", kernel=[3, 3], stride=[1, 1], out=64),
    dict(kind="collapse", kernel=[5, 1], stride=[1, 1], out=144),
    *[dict(kind="residual", kernel=[1, 7], stride=[1, 1], out=144) for _ in range(6)],
    dict(kind="steps", kernel=[1, 1], stride=[1, 1], out=len(ALPHABET) + 1),
]


class Layer(nn.Module):
    def __init__(self, channels, kind, kernel, stride, out):
        super().__init__()
        self.kind = kind
        deep = kind in ("separable", "residual")
        pad = [0, 0] if kind == "collapse" else [k // 2 for k in kernel]
        self.own = nn.Conv2d(channels, channels, kernel, stride, pad, groups=channels, bias=False) if deep else None
        self.own_norm = nn.BatchNorm2d(channels) if deep else None
        size = (1, 1) if deep else kernel
        self.mix = nn.Conv2d(channels, out, size, 1 if deep else stride, 0 if deep else pad, bias=kind == "steps")
        self.norm = nn.BatchNorm2d(out) if kind != "steps" else None

    def forward(self, x):
        y = self.own_norm(self.own(x)) if self.own else x
        y = self.mix(y)
        if self.norm is None:
            return y
        y = torch.relu(self.norm(y))
        return x + y if self.kind == "residual" else y


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        channels = 1
        layers = []
        for layer in LAYERS:
            layers.append(Layer(channels, **layer))
            channels = layer["out"]
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return self.layers(x).squeeze(2)


def folded(conv, norm):
    """Weights and bias of a convolution with the norm after it."""
    weight = conv.weight.detach()
    bias = conv.bias.detach() if conv.bias is not None else torch.zeros(weight.shape[0])
    if norm is None:
        return weight, bias
    factor = norm.weight.detach() / torch.sqrt(norm.running_var + norm.eps)
    return weight * factor[:, None, None, None], (bias - norm.running_mean) * factor + norm.bias.detach()


def export(net, path):
    """A line of JSON, padded to a multiple of 4 bytes, then for each convolution scales and biases (float32) and weights (int8).

    Weights of a mixture stand by kernel row, kernel column, channel in, channel out; those of one channel by row, column, channel.
    """
    parts = []
    for layer in net.layers:
        for conv, norm in ((layer.own, layer.own_norm), (layer.mix, layer.norm)):
            if conv is None:
                continue
            weight, bias = folded(conv, norm)
            scale = weight.abs().amax(dim=(1, 2, 3)).clamp(min=1e-8) / 127
            steps = torch.round(weight / scale[:, None, None, None]).to(torch.int8)
            order = steps.permute(2, 3, 1, 0) if conv.groups == 1 else steps.permute(2, 3, 1, 0)[:, :, 0]
            body = order.contiguous().numpy().tobytes()
            parts += [scale.numpy().tobytes(), bias.numpy().tobytes(), body + bytes(-len(body) % 4)]
    head = json.dumps(dict(alphabet=ALPHABET, height=HEIGHT, step=STEP, layers=LAYERS)).encode()
    head += b" " * (-(len(head) + 1) % 4) + b"\n"
    with open(path + ".part", "wb") as file:
        file.write(head + b"".join(parts))
    os.replace(path + ".part", path)


def fade(page, rng):
    """Glare or wear over a part of the line: less contrast, lighter."""
    width = page.shape[1]
    middle, reach = rng.uniform(0, width), rng.uniform(15, 150)
    share = rng.uniform(0.3, 0.9) * np.exp(-(((np.arange(width) - middle) / reach) ** 2))
    return page + (255 - page) * share[None]


def vary(page, rng):
    """A line as another camera, light or cut would give it."""
    page = page.astype(np.float32)
    if rng.random() < 0.15:
        page = fade(page, rng)
    if rng.random() < 0.5:
        shift = rng.integers(-2, 3)
        page = np.roll(page, shift, 0)
        if shift > 0:
            page[:shift] = page[shift]
        elif shift < 0:
            page[shift:] = page[shift - 1]
    if rng.random() < 0.5:
        contrast, light = rng.uniform(0.45, 1.2), rng.uniform(-30, 30)
        page = 128 + (page - 128) * contrast + light
    if rng.random() < 0.3:
        gamma = rng.uniform(0.6, 1.6)
        page = 255 * (np.clip(page, 0, 255) / 255) ** gamma
    if rng.random() < 0.4:
        page = page + rng.normal(0, rng.uniform(0, 18), page.shape)
    return np.clip(page, 0, 255)


def batches(lines, rng, size, augment):
    """Batches of lines of about one width, in any order."""
    order = sorted(range(len(lines)), key=lambda i: lines[i][0].shape[1] + rng.uniform(0, 30))
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    for group in (groups[i] for i in rng.permutation(len(groups))):
        pages = [vary(lines[i][0], rng) if augment else lines[i][0].astype(np.float32) for i in group]
        width = max(page.shape[1] for page in pages)
        width += -width % STEP
        x = torch.full((len(pages), 1, HEIGHT, width), 255.0)
        for j, page in enumerate(pages):
            x[j, 0, :, : page.shape[1]] = torch.from_numpy(np.ascontiguousarray(page))
        if augment and rng.random() < 0.6:
            wide = max(STEP, int(width * rng.uniform(0.88, 1.12)) // STEP * STEP)
            x = nn.functional.interpolate(x, (HEIGHT, wide), mode="bilinear", align_corners=False)
        if augment and rng.random() < 0.2:
            kernel = torch.tensor([0.25, 0.5, 0.25])
            x = nn.functional.conv2d(x, kernel.view(1, 1, 1, 3), padding=(0, 1))
            x = nn.functional.conv2d(x, kernel.view(1, 1, 3, 1), padding=(1, 0))
        texts = [lines[i][1] for i in group]
        yield x / 127.5 - 1, texts


def decode(scores):
    best = scores.argmax(0).tolist()
    return "".join(ALPHABET[c - 1] for c, before in zip(best, [0] + best) if c and c != before)


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, c in enumerate(a):
        last, row[0] = row[0], i + 1
        for j, d in enumerate(b):
            last, row[j + 1] = row[j + 1], min(row[j + 1] + 1, row[j] + 1, last + (c != d))
    return row[-1]


def check(net, lines):
    net.eval()
    errors = exact = total = 0
    with torch.no_grad():
        for x, texts in batches(lines, np.random.default_rng(1), 16, False):
            for scores, text in zip(net(x), texts):
                off = distance(decode(scores), text)
                errors, exact, total = errors + off, exact + (off == 0), total + len(text)
    net.train()
    return 100 * errors / max(1, total), 100 * exact / max(1, len(lines))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("lines")
    parser.add_argument("out")
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--check", default="prepared-9100")
    parser.add_argument("--rate", type=float, default=0.003)
    parser.add_argument("--resume", default="")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    rng = np.random.default_rng(args.seed)
    net = Net()
    if args.resume:
        net.load_state_dict(torch.load(args.resume))
    print(sum(p.numel() for p in net.parameters()), "parameters", flush=True)
    adam = torch.optim.AdamW(net.parameters(), lr=args.rate, weight_decay=0.01)
    files = lambda: sorted(f for f in glob.glob(args.lines + "/*.tif") if not os.path.basename(f).startswith(args.check))
    held = [line for f in glob.glob(f"{args.lines}/{args.check}*.tif") for line in read_lines(f)]
    known = {}
    begun, epoch, seen = time.process_time(), 0, 0
    used = lambda: (time.process_time() - begun) / 60 / args.minutes
    while used() < 1:
        for file in files():
            if file not in known:
                try:
                    known[file] = read_lines(file)
                except (AssertionError, FileNotFoundError, struct.error):
                    pass  # still being written
        lines = [line for group in known.values() for line in group]
        # Short lines first: whole ones teach nothing before letters are known.
        if epoch == 0:
            lines = [line for line in lines if line[0].shape[1] < 480][:9000]
        total = count = 0.0
        for x, texts in batches(lines, rng, 24, epoch > 0):
            share = used()
            if share >= 1:
                break
            for group in adam.param_groups:
                group["lr"] = args.rate * min(1, share / 0.02 + 0.05) * (0.5 + 0.5 * math.cos(math.pi * share)) + 1e-5
            scores = net(x)
            logs = scores.permute(2, 0, 1).log_softmax(2)
            labels = torch.tensor([ALPHABET.index(c) + 1 for text in texts for c in text])
            lengths = torch.tensor([len(text) for text in texts])
            steps = torch.full((len(texts),), logs.shape[0])
            loss = nn.functional.ctc_loss(logs, labels, steps, lengths, zero_infinity=True)
            adam.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 5)
            adam.step()
            total, count, seen = total + loss.item(), count + 1, seen + len(texts)
            if int(count) % 100 == 0:
                print(f"  {100 * share:.1f} % loss {total / count:.4f}", flush=True)
        epoch += 1
        error, exact = check(net, held) if held else (0, 0)
        print(
            f"epoch {epoch}, {len(lines)} lines, {seen} seen, {100 * used():.0f} % of the time, loss {total / max(1, count):.4f}, "
            f"held back: character error {error:.2f} %, lines exact {exact:.1f} % of {len(held)}",
            flush=True,
        )
        torch.save(net.state_dict(), args.out + ".pt")
        net.eval()
        export(net, args.out)
        net.train()


main()
