"""Whom a deploy tells: services on loopback that note what they are asked."""

import hashlib
import hmac
import http.server
import json
import threading
import unittest

import servers
import sites

TOKEN = "s3cr3t-of-the-cache-90ab"
HOOK = "s3cr3t-of-the-hook-55ee"


class Services:
    """Answers every POST; `bad` statuses come first."""

    def __init__(self):
        self.seen = []
        self.bad = []
        services = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                services.seen.append((self.path, dict(self.headers.items()), body))
                status = services.bad.pop(0) if services.bad else 200
                # What a careless service says: all that it got.
                told = str(dict(self.headers.items()))
                answer = {"success": status == 200, "errors": [{"code": 1, "message": told}]}
                content = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                pass

        self.listener = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.listener.server_address[1]}"
        threading.Thread(target=self.listener.serve_forever, daemon=True).start()

    def stop(self):
        self.listener.shutdown()
        self.listener.server_close()


class Afterwards(unittest.TestCase):
    def setUp(self):
        self.services = Services()
        self.addCleanup(self.services.stop)
        self.server = servers.WebDav()
        self.server.secrets = (*self.server.secrets, TOKEN, HOOK)
        self.addCleanup(self.server.stop)
        at = self.services.address
        self.site = sites.Site(
            self.server,
            f'after: {{purge: {{provider: cloudflare, zone: z1, endpoint: "{at}/client/v4", urls: 40}}, '
            f'indexnow: {{key: 26ecd1ada8034912, endpoint: "{at}/indexnow"}}, webhook: {{}}}}',
        )
        self.addCleanup(self.site.remove)
        self.environment = {
            "CLOUDFLARE_API_TOKEN": TOKEN,
            "HUIMENG_WEBHOOK_URL": f"{at}/hook/{HOOK}",
            "HUIMENG_WEBHOOK_SECRET": HOOK,
        }

    def deploy(self):
        return self.site.deploy(environment=self.environment)

    def told_to_search(self):
        """Addresses that search engines were told of, without the site's own."""
        bodies = [json.loads(body) for path, _, body in self.services.seen if path == "/indexnow"]
        return {url.removeprefix("https://example.org") for body in bodies for url in body["urlList"]}

    def test_search_engines_hear_of_pages_that_are_to_be_found(self):
        page = "---\ntitle: 通知\naliases: [/former/]\n%s---\n\n正文。\n"
        self.site.write("content/about/a.md", page % "")
        self.site.write("content/about/hidden.md", "---\ntitle: 内部\nnoindex: true\n---\n\n不收录。\n")
        self.site.run("build", "--now", "2026-03-01T00:00:00Z").expect(0)
        self.deploy().expect(0)
        self.assertTrue({"former/index.html", "about/hidden/index.html", "404.html"} <= self.server.files())
        told = self.told_to_search()
        self.assertIn("/about/a/", told)
        self.assertEqual(told & {"/former/", "/about/hidden/", "/404.html"}, set())

        # Who is not to be found any more has to be told of once.
        self.site.write("content/about/a.md", page % "noindex: true\n")
        self.site.run("build", "--now", "2026-03-01T00:00:00Z").expect(0)
        self.services.seen.clear()
        self.deploy().expect(0)
        self.assertIn("/about/a/", self.told_to_search())
        self.site.write("content/about/a.md", page % "noindex: true\n" + "又改了。\n")
        self.site.run("build", "--now", "2026-03-01T00:00:00Z").expect(0)
        self.services.seen.clear()
        self.deploy().expect(0)
        self.assertNotIn("/about/a/", self.told_to_search())

    def test_everybody_hears_of_a_release(self):
        self.site.version(1)
        run = self.deploy().expect(0)
        paths = [path for path, _, _ in self.services.seen]
        self.assertEqual(paths[-2:], ["/indexnow", f"/hook/{HOOK}"])
        purges = [json.loads(body) for path, _, body in self.services.seen if path.endswith("/purge_cache")]
        # More addresses than the settings allow: directories stand for them.
        self.assertTrue(any("prefixes" in purge for purge in purges), purges)
        _, headers, body = self.services.seen[-1]
        signature = hmac.new(HOOK.encode(), body, hashlib.sha256).hexdigest()
        self.assertEqual(headers["x-huimeng-signature-256"], f"sha256={signature}")
        self.assertEqual(json.loads(body)["release"], run.end["release"])
        self.services.seen.clear()
        self.assertFalse(self.deploy().expect(0).end["changed"])
        self.assertEqual(self.services.seen, [])

        self.site.write("content/about/long.md", "---\ntitle: 短了\n---\n\n一句话。\n")
        self.site.run("build", "--now", "2026-03-01T00:00:00Z").expect(0)
        self.deploy().expect(0)
        files = [url for path, _, body in self.services.seen for url in json.loads(body).get("files", [])
                 if path.endswith("/purge_cache")]
        self.assertIn("https://example.org/about/long/", files)
        self.assertIn("https://example.org/about/long/index.html", files)

    def test_a_service_that_fails_undoes_nothing(self):
        built = self.site.version(1)
        self.services.bad = [503, 429, 403]
        run = self.deploy().expect(3)
        self.assertIn("Cloudflare", run.told)
        self.assertEqual(self.server.read("index.html"), built["index.html"])
        self.assertEqual(self.services.seen[-1][0], f"/hook/{HOOK}")

    def test_missing_credentials_stop_it_in_time(self):
        self.site.version(1)
        run = self.site.deploy(environment={}).expect(3)
        self.assertIn("CLOUDFLARE_API_TOKEN", run.told)
        self.assertIn("HUIMENG_WEBHOOK_URL", run.told)
        self.assertEqual(self.server.files(), set())
        self.assertEqual(self.services.seen, [])
        # A look needs none: merge requests are shown plans without secrets.
        self.site.deploy("--dry-run", environment={}).expect(0)


if __name__ == "__main__":
    unittest.main()
