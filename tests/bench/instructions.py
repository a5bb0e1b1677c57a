#!/usr/bin/env python3
"""How many instructions a build of 200 items takes, beside `instructions.txt`: a change of more than 5 % fails.

    python3 tests/bench/instructions.py            # compares
    python3 tests/bench/instructions.py --update   # the change is meant

Counted by callgrind, not by a clock: one thread, one corpus, one release build. What chooses its instructions by the
processor or the system is left out (the C library, memchr, the allocator), so that machines agree; seeds of
hash tables move the rest by less than one in a thousand. Code stays without colours. Another compiler may count otherwise: the file names it.
"""

import argparse
import collections
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from compare_generators import NOW, REPOSITORY, Sites

ITEMS = 200
TOLERANCE = 0.05
FILE = REPOSITORY / "tests/bench/instructions.txt"
# By the processor, or by the system.
LEFT_OUT = re.compile(r"memchr|mi_|_mi|libc|ld-linux|/sysdeps/|/string/|/nptl/|/elf/|^0x|below main")
LINE = re.compile(r"^\s*([\d,]+) \([^)]*\)\s+(\S*?):(.*?)(?: \[([^\]]*)\])?$")
PARTS = ["script", "document", "variant", "view", "render", "theme", "site", "route", "source", "yaml", "schema",
         "pipeline", "output", "text", "digest", "mark", "date"]
CRATES = ["tera", "pulldown_cmark", "granit_parser", "serde_json", "indexmap", "rayon", "jiff", "quick_xml", "postcard"]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--program", default=REPOSITORY / "target/release/huimeng", type=Path)
    ap.add_argument("--update", action="store_true")
    args = ap.parse_args()
    counted = count(args.program.resolve())
    compiler = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True).stdout.split(" (")[0]
    text = "".join("%14d %s\n" % (number, name) for name, number in counted) + "# %s\n" % compiler
    if args.update:
        FILE.write_text(text)
        return
    former = dict(reversed(line.split(maxsplit=1)) for line in FILE.read_text().splitlines() if line[0] != "#")
    failed = False
    for name, number in counted:
        known = int(former.pop(name, 0))
        change = (number - known) / known if known else 1.0
        # Small parts may double unseen; the whole may not.
        fails = name == "all" and abs(change) > TOLERANCE
        failed |= fails
        mark = "  <- more than %d %%" % (TOLERANCE * 100) if fails else ""
        print("%-16s %14d %14d %+7.2f %%%s" % (name, known, number, change * 100, mark))
    if failed:
        sys.exit("\nwhere this is meant: python3 tests/bench/instructions.py --update")


def count(program):
    """Instructions by part of the program, all of them first."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        sites = Sites(folder / "site", ITEMS, program, False)
        for record in sites.ours.rglob("*.md"):
            # Compiling the patterns of syntaxes would be two thirds of all, and hide the rest.
            record.write_bytes(re.sub(rb"(?m)^```\w+", b"```text", record.read_bytes()))
        profile = folder / "callgrind.out"
        argv = ["valgrind", "-q", "--tool=callgrind", "--callgrind-out-file=%s" % profile, program, "-q", "--site",
                sites.ours, "build", "--now", NOW, "--clean", "--out", folder / "public"]
        subprocess.run(argv, check=True, env=dict(os.environ, RAYON_NUM_THREADS="1", LC_ALL="C"))
        told = subprocess.run(["callgrind_annotate", "--threshold=100", profile], capture_output=True, text=True, check=True)
    parts = collections.Counter()
    for line in told.stdout.splitlines():
        found = LINE.match(line)
        if found and not LEFT_OUT.search(found[2] + ":" + found[3]) and not LEFT_OUT.search(found[4] or ""):
            parts[part(found[3])] += int(found[1].replace(",", ""))
    parts["all"] = sum(parts.values())
    return sorted(parts.items(), key=lambda item: (-item[1], item[0]))


def part(function):
    own = re.search(r"huimeng::(\w+)", function)
    if own:
        return "huimeng " + (own[1] if own[1] in PARTS else "rest")
    return next((crate for crate in CRATES if crate + "::" in function), "other")


if __name__ == "__main__":
    main()
