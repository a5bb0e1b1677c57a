#!/usr/bin/env python3
"""Compares `huimeng zh --text --exact` byte for byte with OpenCC, in all configurations, on a large mixed text.

    pip install opencc==1.4.2
    python3 tests/opencc/exact.py --huimeng target/release/huimeng

The text is the same on every run: keys and values of OpenCC's dictionaries, alone and side by side; OpenCC's own
cases; articles and phrases of this repository; and characters drawn by chance, with compatibility ideographs,
description sequences, variation selectors, and ideographs beyond the basic plane. Not part of CI: it needs the wheel.
"""

import argparse
import os
import random
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
DICTIONARIES = REPOSITORY / "src/script/data/opencc-1.4.2"
CONFIGURATIONS = "s2t s2tw s2twp s2hk s2hkp t2s tw2s tw2sp hk2s hk2sp t2tw t2hk tw2t hk2t".split()
DIFFERENCES_SHOWN = 5


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--huimeng", default=REPOSITORY / "target/debug/huimeng", type=Path)
    options.add_argument("--seed", default=1, type=int, help="of what is drawn by chance")
    options.add_argument("--random-lines", default=20_000, type=int)
    arguments = options.parse_args()

    import opencc

    lines = mixed_lines(random.Random(arguments.seed), arguments.random_lines)
    size = sum(len(line.encode()) + 1 for line in lines)
    print(f"OpenCC {opencc.__version__}, {len(lines)} lines, {size / 1e6:.1f} MB, seed {arguments.seed}")
    different = 0
    for configuration in CONFIGURATIONS:
        theirs = opencc.OpenCC(configuration)
        expected = [theirs.convert(line) for line in lines]
        differences = [
            (line, right, ours)
            for line, right, ours in zip(lines, expected, exact(arguments.huimeng, configuration, lines), strict=True)
            if right != ours
        ]
        different += len(differences)
        print(f"{configuration:6} {len(differences)} lines differ", flush=True)
        for line, right, ours in differences[:DIFFERENCES_SHOWN]:
            print(f"  input  {line!r}\n  OpenCC {right!r}\n  ours   {ours!r}")
    print("equal in all configurations" if different == 0 else f"{different} lines differ")
    return 1 if different else 0


def exact(program: Path, configuration: str, lines: list[str]) -> list[str]:
    """The lines as the program gives them; on all cores."""

    def part(lines: list[str]) -> list[str]:
        done = subprocess.run(
            [program, "zh", "--text", "--exact", configuration],
            input="".join(line + "\n" for line in lines).encode(),
            capture_output=True,
            check=True,
        )
        return done.stdout.decode().split("\n")[:-1]

    size = len(lines) // (os.cpu_count() or 1) + 1
    with ThreadPoolExecutor() as threads:
        parts = threads.map(part, [lines[at : at + size] for at in range(0, len(lines), size)])
        return [line for part in parts for line in part]


def mixed_lines(chance: random.Random, count: int) -> list[str]:
    words = dictionary_words()
    written = own_lines()
    lines = words + written + case_lines()
    pieces = [
        lambda: chance.choice(words),
        lambda: "".join(chance.choices(words, k=3)),
        # A part of a word: where the longest match has to be given up.
        lambda: (lambda word: word[: chance.randint(1, len(word))])(chance.choice(words)),
        lambda: (lambda word: word[chance.randrange(len(word)) :])(chance.choice(words)),
        lambda: (lambda line: line[chance.randrange(len(line)) :][:12])(chance.choice(written)),
        lambda: "".join(chr(chance.randint(0x4E00, 0x9FFF)) for _ in range(3)),
        lambda: chr(chance.randint(0xF900, 0xFAFF)),
        lambda: chr(chance.randint(0x2F800, 0x2FA1F)),
        lambda: chr(chance.choice([chance.randint(0x20000, 0x323AF), chance.randint(0x3400, 0x4DBF)])),
        lambda: description(chance, words, 0),
        lambda: chr(chance.choice([0xFE00, 0xFE01, 0xE0100, 0xE0101, 0x200D, 0xFFFC])),
        lambda: chance.choice(list("，。、；：“”‘’「」『』（）《》 　·—…")),
        lambda: chr(chance.choice([chance.randint(0x20, 0x7E), chance.randint(0xA0, 0x24F), chance.randint(0x1F300, 0x1F6FF)])),
        lambda: chr(chance.choice([chance.randint(0x2E80, 0x2FD5), chance.randint(0x3040, 0x30FF), chance.randint(0xAC00, 0xD7A3)])),
    ]
    for _ in range(count):
        lines.append("".join(chance.choice(pieces)() for _ in range(chance.randint(1, 24))))
    return lines


def description(chance: random.Random, words: list[str], depth: int) -> str:
    """A description sequence, sometimes without its end."""
    operator = chr(chance.randint(0x2FF0, 0x2FFF))
    operands = {0x2FF2: 3, 0x2FF3: 3, 0x2FFE: 1, 0x2FFF: 1}.get(ord(operator), 2)
    operands -= chance.random() < 0.1
    parts = (
        description(chance, words, depth + 1) if depth < 18 and chance.random() < 0.3 else chance.choice(words)[0]
        for _ in range(operands)
    )
    return operator + "".join(parts)


def dictionary_words() -> list[str]:
    """All keys and values, in the order of the files; each once."""
    words: dict[str, None] = {}
    for file in sorted(DICTIONARIES.glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if "\t" in line and not line.startswith("#"):
                key, values = line.split("\t", 1)
                words.update(dict.fromkeys([key, *values.split()]))
    return list(words)


def case_lines() -> list[str]:
    text = (REPOSITORY / "tests/opencc/testcases.json").read_text(encoding="utf-8")
    return [line for case in re.findall(r'"input": "(.*)"', text) for line in case.split("\\n") if line]


def own_lines() -> list[str]:
    files = [*sorted((REPOSITORY / "content").rglob("*.md")), *sorted((REPOSITORY / "tests/phrases").glob("*.tsv"))]
    return [line for file in files for line in file.read_text(encoding="utf-8").splitlines() if line]


if __name__ == "__main__":
    sys.exit(main())
