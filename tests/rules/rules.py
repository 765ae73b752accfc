#!/usr/bin/env python3
"""rules.py ROOT: do the sources keep to the layout that pipeline/README.md promises? TAP on stdout.
rules.py --self-test: does each rule find the breach it is for?"""
import fnmatch
import os
import re
import subprocess
import sys
import tempfile

# Who may include a library. Tests may include all.
LIBRARIES = {
    r"tiffio?\.h": ["stages/read/*", "samples/generator/tiff-sink.c"],
    r"(jpeglib|jerror)\.h": ["stages/read/*"],
    r"png\.h": ["stages/read/*", "stages/write/*", "pipeline/png-encode.c"],
    r"tesseract/.*": ["stages/recognise/*"],
    r"sqlite3\.h": ["pipeline/store*"],
    r"jansson\.h": ["pipeline/record*", "pipeline/eval/*", "pipeline/cli/cmd-status.c", "pipeline/review/*", "samples/generator/*"],
    r"libxml/.*": ["pipeline/eval/*", "stages/write/*"],
    r"seccomp\.h": ["pipeline/sandbox.c", "pipeline/review/confine.c", "pipeline/cli/cmd-doctor.c"],
    r"microhttpd\.h": ["pipeline/review/*"],
    r"(cairo.*|pango/.*|fontconfig/.*)": ["samples/generator/*"],
}
# What everything stands on: includes GLib, Leptonica and itself only.
GROUND = ["page", "quad", "ink-kind", "evidence", "stage", "option", "error"]
# What a stage may include besides headers of its own folder; writers have a few more.
STAGE = ["page.h", "ink-kind.h", "evidence.h", "stage.h", "reader.h", "error.h", "option.h", "budget.h", "quad.h", "distance.h",
         "binomial.h", "median.h"]
# What one room of stages lends another: a library, never a stage.
LENT = {"stages/forms": ["recognise/again.h", "recognise/types.h"], "stages/recognise": ["layout/folio.h"]}
WRITER = STAGE + ["output.h", "record.h", "csv-row.h"]
# Rooms of pipeline/ may not look up: pattern of the includer, pattern of what it may not include.
UPWARD = [
    ("pipeline/*", r"(samples/|cli/commands\.h|cli/progress\.h)", ["pipeline/cli/*"]),
    ("pipeline/eval/*", r"(run|worker|child|landing|sandbox|plan|export)\.h", []),
    ("pipeline/*", r"stages\.h", ["pipeline/cli/*", "pipeline/export.c"]),
    ("samples/*", r"(pipeline/)?(run|worker|store|plan|stage|record)\.h", []),
]
VAGUE = r"(utils?|common|misc|helpers?|core)"
MOST_LINES, NOTE_LINES = 450, 400
MOST_FUNCTION, NOTE_FUNCTION = 75, 60
TEXT = (".c", ".h", ".sh", ".py", ".md", ".build", ".ini", ".sql", ".json", ".txt", ".sed", ".yml")


class Tree:
    def __init__(self, root):
        self.root = root
        listed = subprocess.run(["sh", os.path.join(root, "tests/rules/sources.sh")], capture_output=True, text=True,
                                check=True)
        self.files = listed.stdout.splitlines()
        self.notes = []

    def read(self, path):
        with open(os.path.join(self.root, path), encoding="utf-8", errors="replace") as file:
            return file.read()

    def code(self, *rooms):
        return [f for f in self.files if f.endswith((".c", ".h")) and f.startswith(rooms)]

    def includes(self, path):
        """(in angle brackets?, name) of each include."""
        for bracket, name in re.findall(r'^\s*#\s*include\s*([<"])([^>"]+)', self.read(path), re.M):
            yield bracket == "<", name


def matches(path, patterns):
    return any(fnmatch.fnmatch(path, p) for p in patterns)


def libraries_in_their_rooms(tree):
    for path in tree.code("pipeline/", "stages/", "samples/"):
        for _, name in tree.includes(path):
            for library, rooms in LIBRARIES.items():
                if re.fullmatch(library, name) and not matches(path, rooms):
                    yield f"{path} includes {name}, which belongs to {', '.join(rooms)}"


def ground_on_glib_and_leptonica(tree):
    own = [f"{name}.h" for name in GROUND]
    libc = r"(glib(/.*|-object)?\.h|glib/.*|leptonica/.*|math\.h|string\.h|stddef\.h|errno\.h|stdlib\.h)"
    for path in [f"pipeline/{name}.{end}" for name in GROUND for end in "ch"]:
        if path not in tree.files:
            continue
        for bracket, name in tree.includes(path):
            if not (re.fullmatch(libc, name) if bracket else name in own):
                yield f"{path} includes {name}"


def stages_stand_alone(tree):
    for path in tree.code("stages/"):
        if path in ("stages/stages.c", "stages/stages.h"):
            continue
        folder = os.path.dirname(path)
        allowed = (WRITER if folder == "stages/write" else STAGE) + LENT.get(folder, [])
        for bracket, name in tree.includes(path):
            if not bracket and name not in allowed and f"{folder}/{name}" not in tree.files:
                yield f"{path} includes {name}"


def nobody_looks_up(tree):
    for room, forbidden, but in UPWARD:
        for path in tree.code("pipeline/", "samples/"):
            if matches(path, [room]) and not matches(path, but):
                for bracket, name in tree.includes(path):
                    if not bracket and re.fullmatch(forbidden + "(.*)?", name):
                        yield f"{path} includes {name}"


def stages_listed_and_tested(tree):
    table = tree.read("stages/stages.c")
    body = re.search(r"all_stages\[\] = \{(.*?)\};", table, re.S).group(1)
    order = re.findall(r"&stage_(\w+)", body)
    for path in tree.code("stages/"):
        for kind, name in re.findall(r"^const (Stage|Reader) (\w+) =", tree.read(path), re.M):
            if f"&{name}" not in table:
                yield f"{path}: {name} is not in stages/stages.c"
            shown = re.search(r'\.name = "([^"]+)"', tree.read(path))
            # A writer may share its name with a stage: the lines that are found and those that are written.
            named = [f"{begin}_{shown.group(1).replace('-', '_')}" for begin in ("stage", "stage_write")] if shown else []
            if kind == "Stage" and name not in named[:2 if path.startswith("stages/write/") else 1]:
                yield f"{path}: {name} has another name than its struct"
            if kind == "Stage" and os.path.basename(path) != shown.group(1) + ".c":
                yield f"{path}: {name} does not lie in a file of its own name"
    for name in order:
        case = f"tests/stages/{name.replace('_', '-')}/"
        if not any(f.startswith(case) and os.path.basename(f) == "expect.ini" for f in tree.files):
            yield f"no case for {name} in {case}"


def names_say_what(tree):
    for path in tree.files:
        stem = os.path.splitext(os.path.basename(path))[0]
        if path.endswith((".c", ".h", ".py", ".sh")) and re.search(rf"(^|[-_]){VAGUE}([-_]|$)", stem):
            yield f"{path} has a name that says nothing"


def files_say_what(tree):
    for path in tree.code(""):
        if not re.match(rf"/\* {re.escape(os.path.basename(path))} - \S", tree.read(path)):
            yield f"{path} does not begin with “/* {os.path.basename(path)} - …”"


def sizes(tree):
    for path in tree.code(""):
        lines = tree.read(path).splitlines()
        if len(lines) > MOST_LINES:
            yield f"{path} has {len(lines)} lines"
        elif len(lines) > NOTE_LINES:
            tree.notes.append(f"{path} has {len(lines)} lines")
        start = None
        for number, line in enumerate(lines, 1):
            if line == "{":
                start = number
            elif line == "}" and start:
                length = number - start - 1
                if length > MOST_FUNCTION:
                    yield f"{path}:{start}: a function of {length} lines"
                elif length > NOTE_FUNCTION:
                    tree.notes.append(f"{path}:{start}: a function of {length} lines")
                start = None


def no_machine_paths(tree):
    for path in tree.files:
        if path.endswith(TEXT) or os.path.basename(path) in ("check", "quickstart", "run"):
            for number, line in enumerate(tree.read(path).splitlines(), 1):
                if re.search(r"(?<![\w./$}])/(work|root|home)/\w", line) and path != "tests/rules/rules.py":
                    yield f"{path}:{number}: a path of one machine: {line.strip()[:80]}"


def nothing_left_to_do(tree):
    for path in tree.files:
        if path.endswith(TEXT) and path != "tests/rules/rules.py":
            for number, line in enumerate(tree.read(path).splitlines(), 1):
                if re.search(r"\b(TODO|FIXME|HACK)\b", line):
                    yield f"{path}:{number}: {line.strip()[:80]}"


def control_flow_shown(tree):
    for path in tree.code("pipeline/", "stages/", "samples/"):
        for number, line in enumerate(tree.read(path).splitlines(), 1):
            if re.search(r"^\s*goto \w+;", line):
                yield f"{path}:{number}: goto"


def built_all(tree):
    """A source that no meson.build names is never compiled."""
    named = "".join(tree.read(f) for f in tree.files if os.path.basename(f) == "meson.build")
    for path in tree.code("pipeline/", "stages/", "samples/", "tests/"):
        if path.endswith(".c") and os.path.basename(path) not in named:
            yield f"{path} is in no meson.build"


RULES = [libraries_in_their_rooms, ground_on_glib_and_leptonica, stages_stand_alone, nobody_looks_up,
         stages_listed_and_tested, names_say_what, files_say_what, sizes, no_machine_paths, nothing_left_to_do,
         control_flow_shown, built_all]

# For each rule a file that breaks it.
BREACHES = {
    libraries_in_their_rooms: ("stages/clean/a.c", "/* a.c - a */\n#include <sqlite3.h>\n"),
    ground_on_glib_and_leptonica: ("pipeline/page.h", "/* page.h - a */\n#include <sys/mman.h>\n"),
    stages_stand_alone: ("stages/clean/a.c", '/* a.c - a */\n#include "store.h"\n'),
    nobody_looks_up: ("pipeline/run.c", '/* run.c - a */\n#include "cli/progress.h"\n'),
    stages_listed_and_tested: ("stages/clean/a.c", '/* a.c - a */\nconst Stage stage_a = {.name = "a"};\n'),
    names_say_what: ("pipeline/page-utils.c", "/* page-utils.c - a */\n"),
    files_say_what: ("pipeline/run.c", "int a;\n"),
    sizes: ("pipeline/run.c", "/* run.c - a */\nvoid\nf(void)\n{\n" + "    ;\n" * 76 + "}\n"),
    no_machine_paths: ("pipeline/run.c", '/* run.c - a */\nchar a[] = "' + "/ho" + 'me/me/a";\n'),
    nothing_left_to_do: ("pipeline/run.c", "/* run.c - a */ /* TO" + "DO: more */\n"),
    control_flow_shown: ("pipeline/run.c", "/* run.c - a */\n    goto out;\n"),
    built_all: ("pipeline/unbuilt.c", "/* unbuilt.c - a */\n"),
}


def self_test():
    for rule in RULES:
        with tempfile.TemporaryDirectory() as root:
            def put(path, text):
                os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
                with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                    file.write(text)
            put("stages/stages.c", "/* stages.c - a */\nall_stages[] = {NULL};\n")
            put("pipeline/run.c", "/* run.c - a */\n")
            put("meson.build", "files('run.c', 'stages.c', 'page-utils.c', 'a.c')\n")
            put("tests/rules/sources.sh", "cd \"$(dirname \"$0\")/../..\"; find . -type f | sed 's|^./||'\n")
            sound = list(rule(Tree(root)))
            put(*BREACHES[rule])
            found = list(rule(Tree(root)))
            yield rule.__name__, ([f"finds fault with a sound tree: {sound}"] if sound else []) + (
                [] if found else ["does not find its breach"])


def main():
    if sys.argv[1] == "--self-test":
        results, tree = list(self_test()), None
    else:
        tree = Tree(sys.argv[1])
        results = [(rule.__name__, list(rule(tree))) for rule in RULES]
    print(f"1..{len(results)}")
    for number, (name, breaches) in enumerate(results, 1):
        print(f"{'not ok' if breaches else 'ok'} {number} {name.replace('_', '-')}")
        for breach in breaches:
            print(f"# {breach}")
    for note in tree.notes if tree else []:
        print(f"# note: {note}")
    return 1 if any(breaches for _, breaches in results) else 0


if __name__ == "__main__":
    sys.exit(main())
