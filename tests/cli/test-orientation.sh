#!/bin/bash
# test-orientation.sh: the same page stored with each orientation tag reads the same, and the quads lie on the stored
# pixels: brought back to the upright page they are the same places.
. "$(dirname "$0")/cli.sh"
mkdir in
for tag in 1 2 3 4 5 6 7 8; do
    "$odd" tag "$cases/doubts/good/in.tif" in/tag-$tag.tif $tag
done
run 0 run in -o f --jobs 2
for tag in 2 3 4 5 6 7 8; do
    cmp -s f/export/text/tag-1-p1.txt f/export/text/tag-$tag-p1.txt || fail "tag $tag reads otherwise"
done
python3 - f/export/json <<'PY' || fail "quads do not lie where the text is"
import json, sys
W, H = 1320, 210 # of the upright page
# Stored pixels to the upright page, TIFF 6.0, Orientation.
up = {1: lambda x, y: (x, y), 2: lambda x, y: (W - x, y), 3: lambda x, y: (W - x, H - y), 4: lambda x, y: (x, H - y),
      5: lambda x, y: (y, x), 6: lambda x, y: (W - y, x), 7: lambda x, y: (W - y, H - x), 8: lambda x, y: (y, H - x)}
pages = {n: json.load(open(f"{sys.argv[1]}/tag-{n}-p1.json")) for n in up}
words = lambda page: [(w["text"], w["quad"]) for line in page["lines"] for w in line["words"]]
first = words(pages[1])
assert len(first) > 20
for n, page in pages.items():
    assert (page["source"]["width"], page["source"]["height"]) == ((W, H) if n < 5 else (H, W)), n
    if n in (1, 3, 6, 8): # a mirrored page has no turn of its own
        assert page["image"]["rotation"] == {1: 0, 3: 180, 6: 270, 8: 90}[n], (n, page["image"])
    for (text, quad), (same_text, same_quad) in zip(words(page), first, strict=True):
        assert text == same_text
        for corner, same in zip(quad, same_quad):
            assert all(abs(a - b) < 3 for a, b in zip(up[n](*corner), same)), (n, text, quad, same_quad)
        assert all(-1 <= x <= page["source"]["width"] + 1 and -1 <= y <= page["source"]["height"] + 1 for x, y in quad)
PY
finish
