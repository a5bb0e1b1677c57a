"""First, next, none, back: what a deploy does to each kind of server."""

import time
import unittest

import servers
import sites


class Roads:
    """The same for every server."""

    server_type = None

    @classmethod
    def setUpClass(cls):
        cls.server = cls.server_type()
        cls.site = sites.Site(cls.server)

    @classmethod
    def tearDownClass(cls):
        cls.site.remove()
        cls.server.stop()

    def assert_live(self, built):
        """Every file of a build is there, byte for byte: at once, or as soon as the server has closed its files."""
        deadline = time.monotonic() + self.server.settles_within
        for path, content in built.items():
            while self.server.read(path) != content and time.monotonic() < deadline:
                time.sleep(0.05)
            self.assertEqual(self.server.read(path), content, path)

    def test_all_of_it(self):
        """One target from its first release on."""
        first = self.site.version(1)
        dry = self.site.deploy("--dry-run").expect(0)
        self.assertEqual(dry.events("end"), [])
        self.assertEqual(self.server.files(), set())

        told = self.site.deploy("--changed-urls", str(self.site.folder / "urls.txt")).expect(0)
        self.assertEqual(self.server.files(), set(first))
        self.assert_live(first)
        self.assertEqual(len(told.events("written")), len(first))
        urls = (self.site.folder / "urls.txt").read_text().splitlines()
        self.assertIn("https://example.org/news/n3/", urls)
        self.assertIn("https://example.org/news/n3/index.html", urls)
        first_id = told.end["release"]

        again = self.site.deploy().expect(0)
        self.assertFalse(again.end["changed"])
        self.assertEqual(again.events("written"), [])

        (self.site.folder / "content/news/2024-05-16-n3/v1.png").unlink()
        self.site.write("content/news/2024-05-16-n3/index.md", "---\ntitle: 改了\n---\n\n改了一篇。\n")
        self.site.run("build", "--now", "2026-03-01T00:00:00Z").expect(0)
        second = self.site.built()
        differing = {path for path in second if second[path] != first.get(path)}
        told = self.site.deploy().expect(0)
        self.assertEqual({event["path"] for event in told.events("written")}, differing)
        self.assertLess(len(differing), len(second) / 2)
        self.assert_live(second)
        # What left the site stays for the grace time: somebody may be reading a page that names it.
        gone = set(first) - set(second)
        self.assertTrue(gone)
        self.assertLessEqual(gone, self.server.files())

        back = self.site.deploy("--rollback").expect(0)
        self.assert_live(first)
        self.assertEqual(back.end["bytes"] < 200_000, True, back.end)
        self.assertNotEqual(back.end["release"], "")
        self.site.deploy("--rollback", told.end["release"]).expect(0)
        self.assert_live(second)
        self.site.deploy("--rollback", first_id).expect(0)
        self.assert_live(first)

        # The folder on disk still holds the second build.
        self.site.deploy().expect(0)
        self.assert_live(second)
        kept = {event["release"] for event in self.site.run(
            "deploy", "live", "--list", "--message-format", "json").expect(0).events("release")}
        self.assertLessEqual({first_id, told.end["release"]}, kept)

        self.site.configure("grace: 0s, keep: 1")
        third = self.site.version(3)
        self.site.deploy().expect(0)
        self.site.run("deploy", "live", "--prune").expect(0)
        self.assertEqual(self.server.files(), set(third))
        self.assert_live(third)
        self.assertEqual(self.site.run("deploy", "live", "--rollback").code, 1)
        self.site.run("deploy", "live", "--verify", "--yes").expect(0)


class S3(Roads, unittest.TestCase):
    server_type = servers.S3

    def test_headers(self):
        """Types with their character set, and how long caches may keep a file."""
        self.site.version(1)
        self.site.deploy().expect(0)
        css = next(path for path in self.server.files() if path.startswith("assets/site."))
        for path, kind, cache in [
            ("index.html", "text/html; charset=utf-8", "max-age=60"),
            (css, "text/css; charset=utf-8", "immutable"),
            ("news/2024-05-16-n3/v1.png", "image/png", "max-age"),
            ("atom.xml", "charset=utf-8", "max-age=300"),
        ]:
            head = self.server.head(path)
            self.assertIn(kind, head["ContentType"], path)
            self.assertIn(cache, head["CacheControl"], path)

    def test_what_others_wrote_is_left_alone(self):
        self.site.version(1)
        self.server.write("www/notes/ours.txt", b"by hand")
        self.server.write("elsewhere/index.html", b"another site")
        self.site.deploy().expect(0)
        self.site.version(2, pages=3)
        refused = self.site.deploy("--max-delete", "10").expect(1)
        self.assertIn("--max-delete", refused.told)
        self.site.configure("grace: 0s, keep: 1")
        self.site.deploy().expect(0)
        self.assertEqual(self.server.read("notes/ours.txt"), b"by hand")
        self.assertIn("elsewhere/index.html", self.server.all(""))
        self.site.configure()

    def test_a_foreign_file_in_the_way_is_named(self):
        other = servers.S3()
        site = sites.Site(other)
        try:
            built = site.version(1)
            other.write("www/index.html", b"by hand")
            refused = site.deploy().expect(1)
            self.assertIn("index.html", refused.told)
            self.assertEqual(other.read("index.html"), b"by hand")
            site.deploy("--adopt").expect(0)
            self.assertEqual(other.read("index.html"), built["index.html"])
        finally:
            site.remove()
            other.stop()

    def test_wrong_credentials_are_told_and_not_shown(self):
        site = sites.Site(self.server)
        try:
            site.version(1)
            environment = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}
            self.assertIn("AWS_SECRET_ACCESS_KEY", site.deploy(environment=environment).expect(3).told)
        finally:
            site.remove()

    def test_no_credential_is_kept(self):
        """Neither in the target's own files, nor beside the site."""
        self.site.version(1)
        self.site.deploy(
            "--summary", str(self.site.folder / "summary.md")
        ).expect(0)
        self.site.run("deploy", "live", "--plan", str(self.site.folder / "plan.json")).expect(0)
        kept = {path: self.server.read(path) for path in self.server.all() if path.startswith(".huimeng/")}
        self.assertTrue(any(path.startswith(".huimeng/manifests/") for path in kept), kept.keys())
        for file in self.site.folder.rglob("*"):
            if file.is_file():
                kept[str(file)] = file.read_bytes()
        for path, content in kept.items():
            for secret in self.server.secrets:
                self.assertNotIn(secret.encode(), content, path)


class WebDav(Roads, unittest.TestCase):
    server_type = servers.WebDav


class Apache(Roads, unittest.TestCase):
    server_type = servers.Apache


class OpenSsh(Roads, unittest.TestCase):
    server_type = servers.OpenSsh


class Sftp(Roads, unittest.TestCase):
    server_type = servers.Sftp


if __name__ == "__main__":
    unittest.main()
