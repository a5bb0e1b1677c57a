#!/usr/bin/env python3
"""Conversion between the scripts of Chinese beside OpenCC and the free crates, all in one run, as Markdown.

    pip install opencc==1.4.2
    python3 tests/bench/compare_conversion.py > table.md

Right: OpenCC's own cases, and the phrases of `tests/phrases` (whose author had neither program at hand), each with the
configuration that its line names. Quick: one text made of this repository, handed over whole; CPU time of the process
from text in memory to text in memory, the best pass; no start, no reading, no pipe is counted for anyone. The crates
and this program's engine are built by `tests/bench/peers`, the wheel is called from here. Not part of CI.
"""

import argparse
import collections
import datetime
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PEERS = REPOSITORY / "tests/bench/peers"
CRATES = ["opencc-fmmseg", "zhhz", "ferrous-opencc", "hanconv", "opencc-jieba-rs", "character_converter"]
NAMES = ["huimeng", "huimeng --exact", "OpenCC", *CRATES]
SPEEDS = ["s2tw", "s2twp", "tw2s"]
LISTS = ["names", "characters", "vocabulary", "traps", "sentences", "sentences-with-words", "short", "found"]
# Everybody has so many turns, so that other work on the machine hits all alike; the quickest pass counts.
ROUNDS = 4
# As in `peers`: passes in a turn, and the seconds after which nobody begins another.
PASSES, PATIENCE = 12, 2.5
CONFIGURATIONS = "s2t s2tw s2twp s2hk s2hkp t2s tw2s tw2sp hk2s hk2sp t2tw t2hk tw2t hk2t".split()
# A word of the report: Chinese, English.
TEXTS = {
    "program": ("程序", "program"),
    "cases": ("OpenCC 自己的用例", "OpenCC's own cases"),
    "phrases": ("联盟新闻的短语和句子", "Phrases and sentences of alliance news"),
    "classes": ("按类别", "By class"),
    "speed": ("速度，MB/s", "Speed, MB/s"),
    "configuration": ("配置", "configuration"),
    "number": ("条数", "lines"),
    "list": ("列表", "list"),
    "class": ("类别", "class"),
    "all": ("合计", "all"),
    "first": ("第一次转换，毫秒", "first result, ms"),
    "names": ("人名", "names of people"),
    "borders": ("跨词边界", "across words"),
    "official": ("机构正式名称", "official names"),
    "places": ("地名", "places"),
    "titles": ("书名、文件名", "titles"),
    "words": ("地区用词", "regional vocabulary"),
    "stay": ("不该换的词", "words that must stay"),
    "quotes": ("引号", "quotation marks"),
    "characters": ("一字多形", "characters"),
    "setting": (
        "{date}；{cores} 核；文字 {size:.1f} MB；“—”表示没有这个配置。",
        "{date}; {cores} cores; {size:.1f} MB of text; “—”: there is no such configuration.",
    ),
}


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--bytes", default=4_000_000, type=int, help="of simplified text to measure on")
    arguments = options.parse_args()
    comparison = Comparison(build_peers())
    speeds, size = measure(comparison, arguments.bytes)
    cases, phrases = count(comparison, opencc_cases()), count(comparison, phrase_cases())
    setting = {"date": datetime.date.today().isoformat(), "cores": os.cpu_count(), "size": size / 1e6}
    versions = ", ".join(f"{name} {version}" for name, version in comparison.versions.items())
    for language in (0, 1):
        report = Report(language)
        print(report.text("setting").format(**setting), versions + "\n", sep="\n")
        report.speeds(speeds)
        report.passes("cases", "configuration", cases)
        report.passes("phrases", "list", [(case[0], *case[2:]) for case in phrases])
        report.passes("classes", "class", [(report.text(case[1]), *case[2:]) for case in phrases])
    return 0


def build_peers() -> Path:
    cargo = ["--manifest-path", PEERS / "Cargo.toml"]
    subprocess.run(["cargo", "build", "--release", "--locked", *cargo], check=True)
    metadata = subprocess.run(
        ["cargo", "metadata", "--format-version", "1", "--no-deps", *cargo], check=True, capture_output=True
    )
    return Path(json.loads(metadata.stdout)["target_directory"]) / "release/peers"


class Comparison:
    """All programs behind one form."""

    def __init__(self, peers: Path):
        import opencc

        self.peers, self.opencc = peers, opencc
        own = (REPOSITORY / "Cargo.toml").read_text(encoding="utf-8")
        locked = (PEERS / "Cargo.lock").read_text(encoding="utf-8")
        version = lambda crate: re.search(rf'name = "{crate}"\nversion = "(.*)"', locked)[1]
        self.versions = {
            "huimeng": re.search(r'^version = "(.*)"', own, re.MULTILINE)[1],
            "OpenCC": opencc.__version__,
            **{crate: version(crate) for crate in CRATES},
        }

    def convert(self, name: str, configuration: str, lines: list[str]) -> list[str] | None:
        """The lines as that program gives them; `None` if it does not have the configuration."""
        if name == "OpenCC":
            convert = self.opencc.OpenCC(configuration).convert
            return [convert(line) for line in lines]
        command = [self.peers, "convert", name, configuration]
        done = subprocess.run(command, input="".join(f"{line}\n" for line in lines).encode(), capture_output=True)
        if done.returncode != 0:
            return None
        return done.stdout.decode().split("\n")[:-1]

    def measure(self, name: str, configuration: str, text: str) -> tuple[float, float] | None:
        """Seconds of CPU to the first result, and for the text."""
        if name == "OpenCC":
            start = time.process_time()
            convert = self.opencc.OpenCC(configuration).convert
            convert("发展")
            ready = time.process_time() - start
            passes = []
            while sum(passes) < PATIENCE and len(passes) < PASSES:
                start = time.process_time()
                convert(text)
                passes.append(time.process_time() - start)
            return ready, min(passes)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as file:
            file.write(text)
            file.flush()
            done = subprocess.run([self.peers, "measure", name, configuration, file.name], capture_output=True, text=True)
        if done.returncode != 0:
            return None
        ready, best = map(float, done.stdout.split())
        return ready, best


def measure(comparison: Comparison, size: int) -> tuple[dict, int]:
    """MB/s by program and configuration, and milliseconds to the first result."""
    text = subprocess.run([comparison.peers, "text", str(size)], check=True, capture_output=True).stdout.decode()
    taiwan = comparison.opencc.OpenCC("s2tw").convert(text)
    speeds = {}
    for turn, configuration, name in itertools.product(range(ROUNDS), SPEEDS, NAMES):
        source = taiwan if configuration == "tw2s" else text
        measured = comparison.measure(name, configuration, source)
        if measured:
            first, speed = measured[0] * 1000, len(source.encode()) / 1e6 / measured[1]
            speeds[name, configuration] = max(speed, speeds.get((name, configuration), 0))
            speeds[name, "first"] = min(first, speeds.get((name, "first"), first))
            print(f"{turn + 1} {configuration} {name} {speed:.1f}", file=sys.stderr)
    return speeds, len(text.encode())


def opencc_cases() -> list[tuple]:
    """`(configuration, class, configuration, input, accepted outputs)`"""
    text = (REPOSITORY / "tests/opencc/testcases.json").read_text(encoding="utf-8")
    # The file has commas after the last entry of a map.
    cases = json.loads(re.sub(r",(\s*[}\]])", r"\1", text))["cases"]
    found = [
        (configuration, configuration, configuration, case["input"], [expected])
        for case in cases
        for configuration, expected in case["expected"].items()
        if configuration in CONFIGURATIONS
    ]
    return sorted(found, key=lambda case: CONFIGURATIONS.index(case[0]))


def phrase_cases() -> list[tuple]:
    """`(list, class, configuration, input, accepted outputs)`"""
    found = []
    for name in LISTS:
        for line in (REPOSITORY / f"tests/phrases/{name}.tsv").read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                configuration, source, accepted, kind = line.split("\t")
                found.append((name, phrase_class(name, kind), configuration, source, accepted.split("|")))
    return found


def phrase_class(name: str, kind: str) -> str:
    """The lists name their classes finely."""
    marks = {
        "straddle": "borders",
        "surname": "names",
        "official": "official",
        "place": "places",
        "title": "titles",
        "quote": "quotes",
        "quotes": "quotes",
        "keep": "stay",
        "trap": "stay",
        "vocab": "words",
        "it": "words",
    }
    if name == "names":
        return "names"
    if "著-keep" in kind:
        return "characters"
    return next((group for mark, group in marks.items() if mark in re.split("[,-]", kind)), "characters")


def count(comparison: Comparison, cases: list[tuple]) -> list[tuple]:
    """`(first, second, name of the program, passed or None)` for each case and program."""
    by_configuration = collections.defaultdict(list)
    for case in cases:
        by_configuration[case[2]].append(case)
    counted = []
    for configuration, cases in by_configuration.items():
        # Cases may hold line ends.
        pieces = [case[3].split("\n") for case in cases]
        for name in NAMES:
            lines = comparison.convert(name, configuration, [line for piece in pieces for line in piece])
            given = iter(lines or [])
            for case, piece in zip(cases, pieces, strict=True):
                output = "\n".join(next(given, "") for _ in piece)
                counted.append((case[0], case[1], name, None if lines is None else output in case[4]))
    return counted


class Report:
    def __init__(self, language: int):
        self.language = language

    def text(self, key: str) -> str:
        return TEXTS[key][self.language]

    def speeds(self, speeds: dict) -> None:
        shown = lambda value: "—" if value is None else f"{value:.1f}" if value < 10 else f"{value:.0f}"
        rows = []
        for name in NAMES:
            row = [shown(speeds.get((name, column))) for column in [*SPEEDS, "first"]]
            if row[0] != "—":
                rows.append([name, *row])
        self.table(self.text("speed"), [self.text("program"), *SPEEDS, self.text("first")], rows)

    def passes(self, title: str, column: str, counted: list[tuple]) -> None:
        """`counted`: `(row, …, name, passed)`; a line for each row and one for all."""
        passed, total = collections.Counter(), collections.Counter()
        rows = list(dict.fromkeys(entry[0] for entry in counted))
        for row, *_, name, right in counted:
            if right is not None:
                for key in (row, None):
                    total[key, name] += 1
                    passed[key, name] += right
        number = {row: max(total[row, name] for name in NAMES) for row in [*rows, None]}
        shown = lambda row, name: (
            "—" if total[row, name] == 0
            else f"{passed[row, name]}" if total[row, name] == number[row]
            else f"{passed[row, name]}/{total[row, name]}"
        )
        names = [name for name in NAMES if total[None, name]]
        body = [[row or self.text("all"), number[row], *(shown(row, name) for name in names)] for row in [*rows, None]]
        self.table(self.text(title), [self.text(column), self.text("number"), *names], body)

    def table(self, title: str, head: list, rows: list[list]) -> None:
        line = lambda cells: "| " + " | ".join(str(cell) for cell in cells) + " |"
        rule = line([":--", *["--:"] * (len(head) - 1)])
        print(f"**{title}**\n", line(head), rule, *map(line, rows), "", sep="\n")


if __name__ == "__main__":
    sys.exit(main())
