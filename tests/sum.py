#!/usr/bin/env python3
"""sum.py TESTLOG.JSON: counts what meson's tests found, one line: passed failed skipped. A TAP test counts by its tests."""
import json
import re
import sys

passed = failed = skipped = 0
for row in open(sys.argv[1], encoding="utf-8"):
    test = json.loads(row)
    lines = re.findall(r"^(not )?ok \d+(.*)", test.get("stdout") or "", re.M)
    bad = sum(1 for wrong, _ in lines if wrong)
    skip = sum(1 for _, rest in lines if "# SKIP" in rest)
    if test["result"] == "OK":
        passed += len(lines) - skip or (0 if skip else 1)
        skipped += skip
    elif test["result"] == "SKIP":
        skipped += max(skip, 1)
    else:
        passed += len(lines) - skip - bad
        failed += max(bad, 1)
        skipped += skip
print(passed, failed, skipped)
