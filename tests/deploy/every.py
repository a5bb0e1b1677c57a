"""Runs all tests, each class in a process of its own and some at the same time: most of what they do is wait.

    every.py [AT A TIME]
"""

import os
import subprocess
import sys
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

#: Those that take longest begin first.
LONG = ("test_accidents.Killed", "test_accidents.Disturbed")


def classes(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from classes(test)
        else:
            yield test.id().rsplit(".", 1)[0] if not test.id().startswith(LONG) else test.id()


def run(name):
    start = time.monotonic()
    command = [sys.executable, "-m", "unittest", "-v", name]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    print(f"{name}: {time.monotonic() - start:.0f} s\n{done.stdout}", flush=True)
    return done.returncode


def main():
    at_a_time = int(sys.argv[1]) if len(sys.argv) > 1 else max(3, os.cpu_count() or 1)
    found = unittest.defaultTestLoader.discover(str(Path(__file__).parent), "test_*.py")
    names = sorted(set(classes(found)), key=lambda name: (not name.startswith(LONG), name))
    with ThreadPoolExecutor(at_a_time) as pool:
        failed = [name for name, code in zip(names, pool.map(run, names), strict=True) if code]
    print(f"{len(names) - len(failed)} passed, {len(failed)} failed")
    for name in failed:
        print(f"failed: {name}")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
