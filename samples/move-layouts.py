#!/usr/bin/env python3
"""move-layouts.py DATA OUT SEED [PART] - a copy of the sample generator's data in which the printed forms differ from those
that verno's descriptions were written from: every group of labels stands up to 6 mm to the side and 4 mm up or down of its
place (rows of times 2.5), and labels are set in other faces. PART is held-out [default], whose faces no model was trained
on, or train. VERNO_SAMPLE_DATA=OUT draws with it."""
import pathlib
import random
import re
import shutil
import sys

ACROSS, DOWN, DOWN_ROWS = 6, 4, 2.5  # millimetres
ROWS = {"received", "sent"}  # stand close to each other
TYPED = {"precedence", "reply", "for", "body", "sender", "execution", "signatory", "typist", "true"}  # the typed block
TOGETHER = {"whom": "where", "rule": "where", "copy-label": "where", "copy": "where", "copy-dots": "where", "notice": "secret"}
FACES = {"held-out": {"C059": "PT Serif", "Nimbus Roman": "FreeSerif", "Old Standard TT": "CMU Serif"},
         "train": {"C059": "P052", "Nimbus Roman": "URW Bookman"}}


def group_of(item):
    first = item.split("-")[0]
    if item in TOGETHER or first in TOGETHER and first != "copy":
        return TOGETHER.get(item, TOGETHER.get(first))
    return "copies" if first == "copy" else first


def move(text, chance):
    """A layout with its groups of items moved."""
    moves, move_by, lines = {}, None, []
    for line in text.splitlines(keepends=True):
        if item := re.match(r"\[item (\S+)\]", line):
            group = group_of(item[1])
            if group not in moves:
                down = DOWN_ROWS if group in ROWS else DOWN
                moves[group] = (chance.uniform(-ACROSS, ACROSS), chance.uniform(-down, down))
            move_by = (0, 0) if group in TYPED else moves[group]
        elif (key := re.match(r"(x|x2|y)=([\d.]+)\s*$", line)) and move_by:
            line = f"{key[1]}={float(key[2]) + move_by[key[1] == 'y']:.2f}\n"
        lines.append(line)
    return "".join(lines)


def main(data, out, seed, part="held-out"):
    chance = random.Random(int(seed))
    out = pathlib.Path(out)
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(data, out)
    for layout in sorted(out.glob("layouts/form-17*.ini")):
        layout.write_text(move(layout.read_text(), chance))
    faces = (out / "fonts.ini").read_text().split("\n\n")
    for i, face in enumerate(faces):
        if re.search("role=(printed|heading)", face):
            faces[i] = re.sub("(?<=family=).*", lambda family: FACES[part].get(family[0], family[0]), face)
    (out / "fonts.ini").write_text("\n\n".join(faces))


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    main(*sys.argv[1:])
