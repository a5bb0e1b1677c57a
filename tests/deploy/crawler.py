"""A reader who never stops: every page that is there is whole, and all that it names is there too."""

import base64
import hashlib
import re
import threading
import time

NAMED = re.compile(r'(?:src|href)="(/[^"#]*\.(?:css|png|svg))"(?: integrity="sha384-([^"]+)")?')


class Crawler:
    """Reads the pages in turn, from a thread of its own, for as long as a `with` block lasts."""

    def __init__(self, server, pages, published):
        self.read = server.reader()
        self.pages = sorted(pages)
        #: Have readers had these pages already, so that none of them may be missing?
        self.published = published
        self.in_one_step = server.replaces_in_one_step
        self.faults = []
        self.rounds = 0
        self.looked = 0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.walk)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()

    def walk(self):
        while not self.over.is_set():
            for page in self.pages:
                try:
                    self.look(page)
                except Exception as error:  # What a thread throws is lost otherwise.
                    self.faults.append(f"{page}: {error!r}")
                # Without it the reader would take what the server and the deploy need.
                time.sleep(0.002)
            self.rounds += 1

    def fetch(self, path):
        """Reads a file. Where the server has a moment without it while another takes its place, it is asked again."""
        content = self.read(path)
        for _ in range(0 if self.in_one_step else 4):
            if content is not None:
                break
            time.sleep(0.25)
            content = self.read(path)
        return content

    def look(self, page):
        html = self.fetch(page)
        self.looked += 1
        if html is None:
            if self.published:
                self.faults.append(f"{page} is missing")
            return
        html = html.decode()
        if not html.rstrip().endswith("</html>"):
            self.faults.append(f"{page} is cut off after {len(html)} characters")
            return
        for path, integrity in NAMED.findall(html):
            content = self.fetch(path.lstrip("/"))
            if content is None:
                self.faults.append(f"{page} names {path}, which is missing")
            elif integrity and base64.b64encode(hashlib.sha384(content).digest()).decode() != integrity:
                self.faults.append(f"{page} names {path}, which has other bytes")
