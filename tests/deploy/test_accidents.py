"""Killed, disturbed, doubled: readers get the former release or the new one, and the next deploy mends the rest."""

import threading
import unittest

import crawler
import proxy
import servers
import sites


class Accident(unittest.TestCase):
    def target(self, server_type, settings="", port=None):
        server = server_type()
        self.addCleanup(server.stop)
        site = sites.Site(server, settings, port)
        self.addCleanup(site.remove)
        return server, site

    def assert_live(self, server, built):
        for path, content in built.items():
            self.assertEqual(server.read(path), content, path)


class Killed(Accident):
    def kill_at_every_tenth(self, server_type):
        # Few at a time: of SSH each is a connection, and a server takes only so many that are not yet let in.
        server, site = self.target(server_type, "concurrency: 4")
        built = site.version(0)
        site.deploy().expect(0)
        pages = [path for path in built if path.endswith(".html") and path != "404.html"]
        with crawler.Crawler(server, pages, published=True) as reader:
            for tenth in range(1, 11):
                built = site.version(tenth)
                count = site.deploy("--dry-run").expect(0).events("plan")[0]["writes"]
                killed = site.deploy_and_kill(max(1, count * tenth // 10))
                self.assertEqual(killed.code, -9, killed.told)
                site.deploy().expect(0)
                self.assert_live(server, built)
                self.assertEqual(reader.faults, [])
        self.assertGreater(reader.rounds, 3)
        self.assertEqual(reader.faults, [])

    def test_s3(self):
        self.kill_at_every_tenth(servers.S3)

    def test_webdav(self):
        self.kill_at_every_tenth(servers.Apache)

    def test_openssh(self):
        self.kill_at_every_tenth(servers.OpenSsh)

    def test_what_was_brought_is_not_brought_again(self):
        """The target is told twice a second how far it is; a slow one makes that count."""
        server = servers.S3()
        self.addCleanup(server.stop)
        with proxy.Proxy(server.port, latency=0.1) as slow:
            site = sites.Site(server, "concurrency: 2", slow.port)
            self.addCleanup(site.remove)
            built = site.version(1)
            killed = site.deploy_and_kill(len(built) * 8 // 10)
            self.assertEqual(killed.code, -9)
            told = site.deploy().expect(0)
        self.assertLess(len(told.events("written")), len(built) // 2)
        self.assert_live(server, built)

    def brought_only_once(self, server_type):
        """Files with a fingerprint need no journal: those that are there are not brought again, but for a half one."""
        server, site = self.target(server_type, "concurrency: 1")
        for number in range(6):
            site.write(f"assets/part{number}.css", f"p {{ --part: {number} }}\n" * 100)
        built = site.version(1)
        killed = site.deploy_and_kill(5)
        self.assertEqual(killed.code, -9)
        there = sorted(path for path in server.files() if path.startswith("assets/"))
        self.assertGreaterEqual(len(there), 4)
        server.write(f"www/{there[0]}", built[there[0]][:10])
        # One more may have been under way.
        half = {path for path in there if server.read(path) != built[path]}
        self.assertLessEqual(len(half), 2)
        told = site.deploy().expect(0)
        again = {event["path"] for event in told.events("written")}
        self.assertEqual(again & set(there), half)
        self.assert_live(server, built)

    def test_assets_are_brought_only_once_to_s3(self):
        self.brought_only_once(servers.S3)

    def test_assets_are_brought_only_once_by_ssh(self):
        self.brought_only_once(servers.OpenSsh)

    def test_another_version_after_a_kill(self):
        """Nobody goes on with what was killed: the site was built again meanwhile."""
        server, site = self.target(servers.S3, "grace: 0s, keep: 1")
        first = site.version(1)
        site.deploy().expect(0)
        second = site.version(2)
        killed = site.deploy_and_kill(len(second) * 7 // 10)
        self.assertEqual(killed.code, -9)
        self.assertEqual(server.read("index.html") is not None, True)
        third = site.version(3)
        site.deploy().expect(0)
        site.run("deploy", "live", "--prune").expect(0)
        self.assertEqual(server.files(), set(third))
        self.assert_live(server, third)
        self.assertNotEqual(first["index.html"], third["index.html"])

    def test_back_after_a_kill(self):
        """The former release is whole again, without the build that it came from."""
        server, site = self.target(servers.S3)
        site.version(1)
        site.deploy().expect(0)
        second = site.version(2)
        told = site.deploy().expect(0)
        third = site.version(3)
        killed = site.deploy_and_kill(len(third) * 8 // 10)
        self.assertEqual(killed.code, -9)
        site.deploy("--rollback", told.end["release"]).expect(0)
        self.assert_live(server, second)


class Disturbed(Accident):
    FAULTS = {"503": 0.08, "429": 0.05, "reset": 0.05, "lost": 0.05, "slow": 0.03}
    # What is one request to S3 is up to four of WebDAV, and each must come through.
    FEWER = {"503": 0.03, "429": 0.02, "reset": 0.02, "lost": 0.02, "slow": 0.01}

    def deploy(self, site, *arguments):
        """Patience may end, and then the next run goes on, unless the release is live by then; nothing may be called
        the editors' fault. The runs that it took."""
        runs = []
        while len(runs) < 4:
            runs.append(site.deploy(*arguments))
            if runs[-1].code == 0 or runs[-1].events("commit"):
                break
            self.assertEqual(runs[-1].code, 3, runs[-1].told)
        self.assertTrue(runs[-1].events("commit"), runs[-1].told)
        self.assertTrue(runs[-1].code == 0 or "tidying up" in runs[-1].told, runs[-1].told)
        return runs

    def disturb(self, server_type, faults, seed):
        server = server_type()
        self.addCleanup(server.stop)
        with proxy.Proxy(server.port, faults, seed) as bad:
            site = sites.Site(server, port=bad.port)
            self.addCleanup(site.remove)
            first = None
            for number in (1, 2):
                built = site.version(number, pages=8)
                runs = self.deploy(site)
                self.assert_live(server, built)
                first = first or built
            self.assertEqual(set(bad.done), set(faults), "every fault happened")
            self.assertTrue(any(run.events("retry") for run in runs), runs[-1].told)
            self.deploy(site, "--rollback")
            self.assert_live(server, first)

    def test_s3(self):
        for seed in (1, 2):
            with self.subTest(seed=seed):
                self.disturb(servers.S3, self.FAULTS, seed)

    def test_webdav(self):
        self.disturb(servers.WebDav, self.FEWER, 1)

    def test_a_fault_after_the_commit(self):
        """What is live is told to be live: whoever went back once more would be a release too far."""
        server = servers.S3()
        self.addCleanup(server.stop)
        with proxy.Proxy(server.port) as bad:
            site = sites.Site(server, port=bad.port)
            self.addCleanup(site.remove)
            first = site.version(1, pages=4)
            first_id = site.deploy().expect(0).end["release"]
            site.version(2, pages=4)
            site.deploy().expect(0)
            bad.broken = "?delete"
            told = site.deploy("--rollback").expect(3)
            self.assertIn(f"published {first_id}, but tidying up failed", told.told)
            self.assert_live(server, first)
            bad.broken = None
            site.run("deploy", "live", "--prune").expect(0)
            listed = site.run("deploy", "live", "--list", "--message-format", "json").expect(0).events("release")
            self.assertEqual([event["release"] for event in listed if event["current"]], [first_id])

    def test_a_server_that_is_gone(self):
        """Nothing but refusals: the deploy ends, tells so, and the next one succeeds."""
        server = servers.S3()
        self.addCleanup(server.stop)
        with proxy.Proxy(server.port) as bad:
            site = sites.Site(server, port=bad.port)
            self.addCleanup(site.remove)
            built = site.version(1)
            site.deploy().expect(0)
            second = site.version(2)
            bad.faults = {"503": 1.0}
            told = site.deploy().expect(3)
            self.assertIn("HM09", told.told)
            self.assert_live(server, built)
            bad.faults = {}
            site.deploy().expect(0)
            self.assert_live(server, second)


class Doubled(Accident):
    def test_two_deploys_at_once(self):
        server = servers.S3()
        self.addCleanup(server.stop)
        with proxy.Proxy(server.port, latency=0.02) as slow:
            site = sites.Site(server, port=slow.port)
            self.addCleanup(site.remove)
            site.version(0)
            site.deploy().expect(0)
            for turn in range(3):
                builds = [site.version(10 * turn + 1, out="one"), site.version(10 * turn + 2, out="two")]
                runs = [None, None]

                def publish(number, out):
                    runs[number] = site.deploy("--out", str(site.folder / out))

                threads = [threading.Thread(target=publish, args=each) for each in enumerate(("one", "two"))]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()
                self.assertEqual(sorted(run.code for run in runs), [0, 3], [run.told[-600:] for run in runs])
                winner = next(number for number, run in enumerate(runs) if run.code == 0)
                self.assert_live(server, builds[winner])
                self.assertIn("under way", runs[1 - winner].told)

    def test_a_commit_that_comes_too_late(self):
        """A deploy is halted between the last look at its lock and its commit, and another one passes it."""
        server = servers.S3()
        self.addCleanup(server.stop)
        with proxy.Proxy(server.port) as slow:
            site = sites.Site(server, port=slow.port)
            self.addCleanup(site.remove)
            site.version(0)
            site.deploy().expect(0)
            site.version(1)
            slow.hold = "/.huimeng/manifest"
            late = site.start("deploy", "live", "--yes", "--message-format", "json")
            self.assertTrue(slow.reached.wait(60))
            server.client.delete_object(Bucket="site", Key="www/.huimeng/lock")
            built = site.version(2, out="other")
            site.configure()
            committed = site.deploy("--out", str(site.folder / "other")).expect(0)
            slow.go.set()
            told, _ = late.communicate(timeout=120)
        self.assertEqual(late.returncode, 3, told)
        self.assertIn(committed.end["release"], told)
        self.assertIn("--verify", told)
        self.assert_live(server, built)
        listed = site.run("deploy", "live", "--list", "--message-format", "json").expect(0).events("release")
        current = [event["release"] for event in listed if event["current"]]
        self.assertEqual(current, [committed.end["release"]])


class Crowded(Accident):
    def test_more_connections_than_a_server_lets_in(self):
        """sshd turns connections away while too many wait to be let in (MaxStartups)."""
        server, site = self.target(servers.FewStartups, "concurrency: 24")
        built = site.version(1)
        run = site.deploy().expect(0)
        self.assertGreater(run.end["retries"], 0)
        self.assert_live(server, built)


if __name__ == "__main__":
    unittest.main()
