"""OSS, COS, OBS and GCS in their own protocols."""

import unittest

import clouds
import gcs
import sites


class Clouds:
    server_type = None

    def setUp(self):
        self.server = self.server_type()
        self.addCleanup(self.server.stop)
        self.site = sites.Site(self.server)
        self.addCleanup(self.site.remove)

    def assert_live(self, built):
        beyond = self.server.files() - set(built)
        # Assets have no copy: they stay for as long as a release that names them can be gone back to.
        self.assertEqual({path for path in beyond if not path.startswith("assets/")}, set())
        for path, content in built.items():
            self.assertEqual(self.server.read(path), content, path)

    def test_all_of_it(self):
        """As the cloud wants it asked, from the first release to the way back, names in Chinese among them."""
        self.site.configure("grace: 0s")
        self.site.write("static/附件 1+2.txt", "一\n")
        first = self.site.version(1, pages=6)
        self.deploy()
        self.assert_live(first)
        page = self.server.head("index.html")
        self.assertEqual(page["ContentType"], "text/html; charset=utf-8")
        self.assertEqual(page["CacheControl"], "public, max-age=60")
        attachment = self.server.head("附件 1+2.txt")
        self.assertEqual(attachment["ContentType"], "text/plain; charset=utf-8")
        self.assertEqual(self.server.proxy.conditional > 0, self.server.forbids_overwriting)

        second = self.site.version(2, pages=5)
        self.deploy()
        self.assert_live(second)
        self.deploy("--rollback")
        self.assert_live(first)
        verified = self.deploy("--verify").events("verify")[0]
        self.assertEqual((verified["missing"], verified["altered"], verified["foreign"]), ([], [], 0))

    def test_an_object_is_not_written_over_where_it_must_not(self):
        """Somebody's lock stands there."""
        self.site.version(1, pages=1)
        lock = b'{"holder":"li@other","host":"other","process":1,"nonce":"1","since":"2026-01-01T00:00:00Z",' \
               b'"expires":"2999-01-01T00:00:00Z"}'
        self.server.write("www/.huimeng/lock", lock)
        told = self.site.deploy().expect(3)
        self.assertIn("li@other", told.told)
        self.assertEqual(self.server.read(".huimeng/lock"), lock)
        self.assertEqual(self.server.files(), set())

    def deploy(self, *arguments):
        run = self.site.deploy(*arguments)
        self.assertEqual(self.server.proxy.refused, [], run.told)
        return run.expect(0)


class Oss(Clouds, unittest.TestCase):
    server_type = clouds.Oss


class Cos(Clouds, unittest.TestCase):
    server_type = clouds.Cos


class Obs(Clouds, unittest.TestCase):
    server_type = clouds.Obs


class Gcs(Clouds, unittest.TestCase):
    """The program must be built with `deploy-gcs`."""

    server_type = gcs.Gcs


if __name__ == "__main__":
    unittest.main()
