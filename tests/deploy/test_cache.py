"""`build --cache s3://…`: what machines leave each other in a bucket."""

import json
import threading
import unittest

import servers
import sites


class Cache(unittest.TestCase):
    def setUp(self):
        self.server = servers.S3()
        self.addCleanup(self.server.stop)

    def machine(self):
        """A site in a folder of its own, the same on each."""
        site = sites.Site(self.server)
        self.addCleanup(site.remove)
        site.version(1, pages=6)
        for folder in ("public", ".huimeng"):
            site.remove_folder(folder)
        return site

    def build(self, site, environment=None, port=None):
        """What the build made and told, and how many files it had to read."""
        address = f"s3://site/ci/cache?endpoint=http://127.0.0.1:{port or self.server.port}&region=us-east-1"
        report = site.folder / "report.json"
        arguments = ["build", "--now", "2026-03-01T00:00:00Z", "--report", str(report), "--cache", address]
        run = site.run(*arguments, environment=environment).expect(0)
        parsed = json.loads(report.read_text())["parsed"]
        return site.built(), run.told, parsed

    def objects(self):
        return {path: self.server.get(f"ci/cache/{path}") for path in self.server.all("ci/cache/")}

    def test_a_clean_machine_has_what_another_one_left(self):
        first, told, parsed = self.build(self.machine())
        self.assertGreater(parsed, 0)
        self.assertNotIn("cache", told)
        self.assertEqual(len(self.objects()), 1)
        second, told, parsed = self.build(self.machine())
        self.assertEqual((second, parsed), (first, 0), told)

    def test_a_cache_that_is_none_is_told_and_replaced(self):
        first, _, _ = self.build(self.machine())
        (name, whole), = self.objects().items()
        program = bytes.fromhex(name.rsplit("-", 1)[1])
        self.assertIn(program, whole)
        for other, word in [
            (b"{}", "damaged"),
            (whole[: len(whole) // 2], "damaged"),
            (whole[:-40] + bytes([whole[-40] ^ 1]) + whole[-39:], "damaged"),
            (whole.replace(program, bytes(len(program))), "another huimeng"),
        ]:
            with self.subTest(word=word, length=len(other)):
                self.server.write(f"ci/cache/{name}", other)
                made, told, parsed = self.build(self.machine())
                self.assertEqual(made, first)
                self.assertGreater(parsed, 0)
                self.assertIn(word, told)
                self.assertEqual(len(self.objects()[name]), len(whole))

    def test_without_credentials_and_without_a_network_it_builds(self):
        first, _, _ = self.build(self.machine())
        nobody = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}
        made, told, parsed = self.build(self.machine(), nobody)
        self.assertEqual(made, first)
        self.assertGreater(parsed, 0)
        self.assertIn("HUIMENG_CACHE_SECRET", told)
        made, told, _ = self.build(self.machine(), port=servers.free_port())
        self.assertEqual(made, first)
        self.assertEqual(told.count("the shared cache cannot be used"), 1, told)

    def test_writers_at_the_same_time_do_no_harm(self):
        machines = [self.machine() for _ in range(4)]
        made = [None] * len(machines)

        def build(number):
            made[number] = self.build(machines[number])[0]

        threads = [threading.Thread(target=build, args=(number,)) for number in range(len(machines))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertTrue(all(files == made[0] for files in made))
        last, told, parsed = self.build(self.machine())
        self.assertEqual((last, parsed), (made[0], 0), told)


if __name__ == "__main__":
    unittest.main()
