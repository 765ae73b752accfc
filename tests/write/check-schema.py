#!/usr/bin/env python3
"""check-schema.py SCHEMA FILE…: does each JSON file meet the schema? Exit 77 (skipped) without python3-jsonschema."""
import json
import sys

try:
    from jsonschema import Draft7Validator
except ImportError:
    print("SKIP: python3-jsonschema is not installed", file=sys.stderr)
    sys.exit(77)

schema = json.load(open(sys.argv[1], encoding="utf-8"))
Draft7Validator.check_schema(schema)
validator = Draft7Validator(schema)
bad = 0
for name in sys.argv[2:]:
    with open(name, encoding="utf-8") as file:
        page = json.load(file, parse_constant=lambda word: sys.exit(f"{name}: {word} is no JSON"))
    for error in validator.iter_errors(page):
        print(f"{name}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}", file=sys.stderr)
        bad = 1
if len(sys.argv) < 3:
    sys.exit("check-schema.py: no files to check")
sys.exit(bad)
