#!/usr/bin/env python3
"""A long session with the preview: many edits of a site, how long each takes to be on the page, how memory grows.

  tests/bench/edits.py [--program target/release/huimeng] [--edits 1000] [--items 200]

Makes a site in a temporary folder, serves it on a free port of loopback and edits it in turn as editors do: a text, a
title, a new record, a deletion, an error and its correction, a style, a glossary. Prints the time from the start of
writing to the new bytes over HTTP (median, 95 %, longest) and the memory of the server (RSS) along the way. Ends
with 1 when memory has grown by more than a tenth between the first quarter and the end.

Python 3.9 and Linux; nothing is installed. Not part of the tests: it takes minutes.
"""
import argparse
import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

CONFIG = """title: 明水
base_url: https://example.org/
languages: [zh-Hans, {tag: zh-Hant-TW, path: tw}]
partner_kinds: {vocational: 高校}
"""
PARAGRAPH = "联合体的软件和信息化服务面向企业，校企双方在里程碑项目上继续合作，发展**产教融合**。\n\n"


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def record(item, text=""):
    return f"---\ntitle: 第{item}条新闻\ntags: [标签{len(str(item))}]\n---\n\n{PARAGRAPH * 5}{text}\n"


class Server:
    def __init__(self, program, site):
        argv = [program, "serve", "--site", site, "--port", "0", "--messages", "en"]
        self.process = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in self.process.stdout:
            found = re.match(r"preview: http://localhost:(\d+)/", line)
            if found:
                self.port = int(found[1])
                break
        else:
            raise SystemExit("the preview did not start")
        # Read on, or the server would stop at a full pipe.
        threading.Thread(target=lambda: self.process.stdout.read(), daemon=True).start()
        self.connection = http.client.HTTPConnection("localhost", self.port, timeout=60)

    def get(self, path):
        try:
            self.connection.request("GET", path)
            answer = self.connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")
        except (http.client.HTTPException, OSError):
            self.connection.close()
            return 0, ""

    def until(self, path, right, limit=60):
        start = time.perf_counter()
        while not right(*self.get(path)):
            if time.perf_counter() - start > limit:
                raise SystemExit(f"{path} was not right after {limit} s")
            time.sleep(0.002)

    def memory(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) / 1024


def edit(server, site, number, items):
    """One edit; returns its kind and how long it took, in milliseconds."""
    item = number * 7 % items
    path, page = f"{site}/content/news/2024-01-01-n{item}.md", f"/news/n{item}/"
    mark = f"mark{number}x"
    kind = ["text", "text", "title", "new", "delete", "error", "correct", "style", "glossary", "text"][number % 10]
    start = time.perf_counter()
    if kind == "text" or kind == "correct":
        write(path, record(item, mark))
        server.until(page, lambda status, text: mark in text)
    elif kind == "title":
        write(path, record(f"{item}·{mark}"))
        server.until(page, lambda status, text: mark in text)
    elif kind == "new":
        write(f"{site}/content/news/2024-02-02-extra.md", record("新", mark))
        server.until("/news/extra/", lambda status, text: mark in text)
    elif kind == "delete":
        os.remove(f"{site}/content/news/2024-02-02-extra.md")
        server.until("/news/extra/", lambda status, text: status == 404)
    elif kind == "error":
        write(f"{site}/content/news/2024-01-01-n{(number + 1) * 7 % items}.md", record(item, "[x](nowhere.md)"))
        server.until("/_huimeng/state?page=/", lambda status, text: '"errors":1' in text)
    elif kind == "style":
        write(f"{site}/assets/site.css", f"body {{ --mark: {mark} }}\n")
        css = lambda text: re.search(r"/assets/site\.[0-9a-f]+\.css", text)
        server.until("/", lambda status, text: css(text) and mark in server.get(css(text)[0])[1])
    elif kind == "glossary":
        write(f"{site}/content/glossary.yaml", f"- {{zh-Hans: 联合体, zh-Hant-TW: {mark}}}\n")
        server.until(f"/tw{page}", lambda status, text: mark in text)
    return kind, (time.perf_counter() - start) * 1000


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--program", default="target/release/huimeng")
    options.add_argument("--edits", type=int, default=1000)
    options.add_argument("--items", type=int, default=200)
    options = options.parse_args()
    site = tempfile.mkdtemp(prefix="huimeng-edits-")
    server = None
    try:
        write(f"{site}/site.yaml", CONFIG)
        for item in range(options.items):
            write(f"{site}/content/news/2024-01-01-n{item}.md", record(item))
        server = Server(os.path.abspath(options.program), site)
        times, memory = {}, [server.memory()]
        for number in range(options.edits):
            kind, took = edit(server, site, number, options.items)
            times.setdefault(kind, []).append(took)
            memory.append(server.memory())
            if (number + 1) % max(1, options.edits // 10) == 0:
                print(f"{number + 1:6} edits  {memory[-1]:8.1f} MB", flush=True)
        print("\n| edit | times | median ms | 95 % ms | longest ms |\n| --- | --: | --: | --: | --: |")
        for kind, all_times in times.items():
            ordered = sorted(all_times)
            print(f"| {kind} | {len(ordered)} | {statistics.median(ordered):.0f} | {ordered[int(len(ordered) * .95)]:.0f} | {ordered[-1]:.0f} |")
        quarter = memory[len(memory) // 4 : len(memory) // 2]
        early, late = statistics.median(quarter), statistics.median(memory[-len(quarter) :])
        print(f"\nmemory: {memory[0]:.1f} MB at first, {early:.1f} MB in the second quarter, {late:.1f} MB at the end")
        return 1 if late > early * 1.1 else 0
    finally:
        if server:
            server.process.terminate()
            server.process.wait()
        shutil.rmtree(site)


if __name__ == "__main__":
    sys.exit(main())
