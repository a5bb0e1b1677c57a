"""A made-up site in any number of versions, and the program that builds and publishes it."""

import hashlib
import json
import os
import shutil
import signal
import struct
import subprocess
import tempfile
import zlib
from pathlib import Path

PROGRAM = os.environ["HUIMENG"]
PAGES = 24


def picture(seed):
    """A PNG of one pixel, of another colour for each seed."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    colour = hashlib.sha256(str(seed).encode()).digest()[:3]
    size = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(b"\0" + colour)) + chunk(b"IEND", b"")


class Site:
    """A site in a folder of its own, published to the target `live`."""

    def __init__(self, server, settings="", port=None):
        self.folder = Path(tempfile.mkdtemp(prefix="huimeng-site-"))
        self.server = server
        self.configure(settings, port)

    def configure(self, settings="", port=None):
        """Writes site.yaml; `settings` are further ones of the target."""
        # Versions share few files: the guard against a site that vanishes has its own test.
        target = ", ".join(filter(None, [self.server.settings(port), "max_delete: 100", settings]))
        self.write(
            "site.yaml",
            "title: 示例\nbase_url: https://example.org/\nsections: {news: {kind: news, title: 新闻}}\n"
            f"deploy: {{live: {{{target}}}}}\n",
        )

    def write(self, path, content):
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())

    def remove(self):
        shutil.rmtree(self.folder)

    def remove_folder(self, name):
        shutil.rmtree(self.folder / name, ignore_errors=True)

    def version(self, number, pages=PAGES, out="public"):
        """Builds a version: its stylesheet and a picture of each page have other names than those of the one before,
        so every page differs."""
        shutil.rmtree(self.folder / "content", ignore_errors=True)
        self.write("assets/site.css", f"body {{ --version: {number} }}\n")
        for page in range(pages):
            folder = f"content/news/2024-05-16-n{page}"
            self.write(f"{folder}/v{number}.png", picture(f"{number} {page}"))
            text = f"---\ntitle: 第{page}篇\n---\n\n版本{number}。\n\n![图](v{number}.png)\n"
            self.write(f"{folder}/index.md", text)
        self.write("content/about/long.md", "---\ntitle: 长文\n---\n\n" + f"版本{number}的一段话。\n\n" * 3000)
        self.run("build", "--now", "2026-03-01T00:00:00Z", "--out", str(self.folder / out)).expect(0)
        return self.built(out)

    def built(self, out="public"):
        """Files of the build by path."""
        root = self.folder / out
        files = {str(file.relative_to(root)): file.read_bytes() for file in root.rglob("*") if file.is_file()}
        del files[".huimeng-output"]
        return files

    def environment(self):
        home = self.folder / ".home"
        home.mkdir(exist_ok=True)
        return {"PATH": os.environ["PATH"], "HOME": str(home), "TMPDIR": str(home), **self.server.environment()}

    def start(self, *arguments, environment=None):
        """Starts the program, its two streams together in a pipe."""
        command = [PROGRAM, "--site", str(self.folder), "--messages", "en", *arguments]
        variables = {**self.environment(), **(environment or {})}
        return subprocess.Popen(
            command, cwd=self.folder, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def run(self, *arguments, environment=None):
        process = self.start(*arguments, environment=environment)
        told, _ = process.communicate(timeout=300)
        return Run(self, process.returncode, told, arguments)

    def deploy(self, *arguments, environment=None):
        return self.run("deploy", "live", "--yes", "--message-format", "json", *arguments, environment=environment)

    def deploy_and_kill(self, writes):
        """A deploy that is killed as soon as it tells of so many files written."""
        process = self.start("deploy", "live", "--yes", "--message-format", "json")
        told, seen = [], 0
        for line in process.stdout:
            told.append(line)
            seen += '"event":"written"' in line
            if seen >= writes:
                process.send_signal(signal.SIGKILL)
                break
        told.append(process.stdout.read())
        process.stdout.close()
        code = process.wait()
        self.end_connections()
        return Run(self, code, "".join(told), ("deploy", f"killed after {writes}"))

    def end_connections(self):
        """A program that is killed leaves its connections of SSH open, each a process."""
        for socket in self.folder.glob(".home/.local/state/.ssh-connection*/master"):
            subprocess.run(["ssh", "-S", str(socket), "-O", "exit", "server"], capture_output=True, check=False)


class Run:
    """What a run of the program came to. No credential is in what it told."""

    def __init__(self, site, code, told, arguments):
        self.code, self.told, self.arguments = code, told, arguments
        for secret in site.server.secrets:
            if secret in told:
                raise AssertionError(f"{arguments} shows a credential:\n{told.replace(secret, '<<' + secret + '>>')}")

    def expect(self, code):
        if self.code != code:
            raise AssertionError(f"{self.arguments} ended with {self.code}, not {code}:\n{self.told}")
        return self

    def events(self, name):
        lines = (json.loads(line) for line in self.told.splitlines() if line.startswith("{"))
        return [event for event in lines if event.get("event") == name]

    @property
    def end(self):
        return self.events("end")[-1]
