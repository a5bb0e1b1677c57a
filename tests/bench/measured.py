#!/usr/bin/env python3
"""One run of a program, timed from outside, with the kernel's account of it.

`measured.py PROGRAM ARGUMENT…` runs it and prints the account as JSON. It is a process of its own, and a small one: until
a program is loaded its process has the memory of whoever starts it, and Linux counts that as the program's peak. What a
process of 300 MB starts would never take less.
"""

import json
import os
import subprocess
import sys
import time


def run(argv, threads=None, folder=None):
    """Seconds of wall, user, system and CPU time, and the peak of memory in MB."""
    env = dict(os.environ, **({"RAYON_NUM_THREADS": str(threads)} if threads else {}))
    argv = [sys.executable, "-I", os.path.abspath(__file__), *(str(part) for part in argv)]
    return json.loads(subprocess.run(argv, stdout=subprocess.PIPE, env=env, cwd=folder, check=True).stdout)


def main(argv):
    start = time.perf_counter()
    process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    told = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit("failed (%d): %s\n%s" % (process.returncode, argv, told.decode("utf8", "replace")[-2000:]))
    account = {"wall": wall, "user": usage.ru_utime, "sys": usage.ru_stime, "memory": usage.ru_maxrss / 1024}
    print(json.dumps({**account, "cpu": usage.ru_utime + usage.ru_stime}))


if __name__ == "__main__":
    main(sys.argv[1:])
