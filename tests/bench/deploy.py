"""Publishes 10,000 files to an S3 server on loopback with huimeng and with rclone, and counts what each asks for.

    tests/bench/deploy.py PROGRAM [FILES]

Both speak through the same counting proxy to the same server (moto), with sixteen transfers at a time: all files to an
empty bucket, then again with nothing changed, then with one file in a hundred changed. Needs what tests/deploy needs
(run tests/deploy/run once), and prints the table of docs/deploy.md.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
TOOLS = REPOSITORY / "target/deploy-tests/bin/python3"
AT_A_TIME = 16


def main():
    program = str(Path(sys.argv[1]).resolve())
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    if Path(sys.prefix).resolve() != TOOLS.parent.parent.resolve():
        os.execv(TOOLS, [str(TOOLS), __file__, program, str(count)])
    os.environ["HUIMENG"] = program
    sys.path.insert(0, str(REPOSITORY / "tests/deploy"))
    import proxy
    import servers

    server = servers.S3()
    folder = Path(tempfile.mkdtemp(prefix="huimeng-bench-"))
    try:
        with proxy.Proxy(server.port) as counter:
            measure(server, counter, folder, program, count)
    finally:
        server.stop()
        shutil.rmtree(folder)


def measure(server, counter, folder, program, count):
    write(folder, count)
    endpoint = f'endpoint: "http://127.0.0.1:{counter.port}"'
    (folder / "site.yaml").write_text(
        "title: 示例\nbase_url: https://example.org/\n"
        f"deploy: {{live: {{to: s3, bucket: site, region: us-east-1, prefix: huimeng, {endpoint}, "
        f"concurrency: {AT_A_TIME}, max_delete: 100}}}}\n"
    )
    variables = {"PATH": os.environ["PATH"], "HOME": str(folder / "home"), **server.environment()}
    (folder / "home").mkdir()
    remote = (
        f":s3,provider=Other,env_auth=true,region=us-east-1,endpoint='http://127.0.0.1:{counter.port}':site/rclone"
    )
    build = [program, "--site", folder, "build", "--now", "2026-03-01T00:00:00Z"]
    deploy = [program, "--site", folder, "deploy", "live", "--yes", "--quiet"]
    rclone = ["rclone", "--config", "", "sync", folder / "public", remote, "--exclude", ".huimeng-output"]
    rclone += ["--transfers", str(AT_A_TIME), "--checkers", str(AT_A_TIME), "--quiet"]
    # As rclone is told to: by hashes, since a build writes new times.
    rclone += ["--checksum", "--fast-list"]
    print("| | | requests | sent | received | seconds |\n| --- | --- | --: | --: | --: | --: |")
    for name in ("all", "none", "one in a hundred"):
        if name == "one in a hundred":
            touch(folder, count)
        if name != "none":
            run(build, variables)
        files = sum(1 for file in (folder / "public").rglob("*") if file.is_file()) - 1
        for tool, command in (("huimeng deploy", deploy), ("rclone sync", rclone)):
            counter.reset_counts()
            start = time.monotonic()
            run(command, variables)
            seconds = time.monotonic() - start
            requests = sum(counter.requests.values())
            kinds = ", ".join(f"{many} {kind}" for kind, many in sorted(counter.requests.items()))
            sent, received = counter.sent / 1e6, counter.received / 1e6
            label = f"{name} of {files}" if name == "all" else name
            print(f"| {label} | {tool} | {requests} ({kinds}) | {sent:.1f} MB | {received:.1f} MB | {seconds:.1f} |")
            sys.stdout.flush()


def write(folder, count):
    """Static files: as many as asked for, of 2 KB each."""
    for number in range(count):
        file = folder / f"static/f{number // 100}/{number}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text(number, 0))
    page = folder / "content/about/a.md"
    page.parent.mkdir(parents=True)
    page.write_text("---\ntitle: 页面\n---\n\n正文。\n")


def touch(folder, count):
    for number in range(0, count, 100):
        (folder / f"static/f{number // 100}/{number}.txt").write_text(text(number, 1))


def text(number, version):
    return hashlib.sha256(f"{number} {version}".encode()).hexdigest() * 32


def run(command, variables):
    subprocess.run([str(word) for word in command], env=variables, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
