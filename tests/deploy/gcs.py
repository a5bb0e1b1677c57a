"""Google Cloud Storage on loopback: the emulator of others keeps the objects, and what it does not look at is seen to here.

The emulator lets everybody in and writes over what a request says must not be there. So requests come through a proxy
that asks for the token, and refuses a write with `ifGenerationMatch=0` where an object stands.
"""

import http.client
import json
import sys
import urllib.parse

import proxy
import servers

TOKEN = "ya29.s3cr3t-of-the-bucket-91be"


class Gcs(servers.Server):
    name = "gcs"
    secrets = (TOKEN,)
    forbids_overwriting = True

    def __init__(self):
        super().__init__()
        self.proxy = Judge(self)

    def command(self):
        start = "import sys; from gcp_storage_emulator.__main__ import main; sys.exit(main(sys.argv[1:]))"
        address = ["--host", "127.0.0.1", "--port", str(self.port)]
        return [sys.executable, "-c", start, "start", *address, "--in-memory", "--default-bucket", "site"]

    def stop(self):
        self.proxy.close()
        super().stop()

    def settings(self, port=None):
        return f'to: gcs, bucket: site, prefix: www, endpoint: "http://127.0.0.1:{port or self.proxy.port}"'

    def environment(self):
        return {"CLOUDSDK_AUTH_ACCESS_TOKEN": TOKEN}

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body=body, headers={"content-type": "application/octet-stream"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def object(self, path, query=""):
        return self.ask("GET", f"/storage/v1/b/site/o/{urllib.parse.quote(path, safe='')}{query}")

    def read(self, path):
        status, content = self.object(f"www/{path}", "?alt=media")
        return content if status == 200 else None

    def head(self, path):
        """What is told of an object, under the names that the other clouds' clients have for it."""
        told = json.loads(self.object(f"www/{path}")[1])
        return {"ContentType": told["contentType"], "CacheControl": told.get("cacheControl")}

    def write(self, path, content):
        name = urllib.parse.quote(path, safe="")
        self.ask("POST", f"/upload/storage/v1/b/site/o?uploadType=media&name={name}", content)

    def all(self, prefix="www/"):
        found, query = set(), {"prefix": prefix}
        while True:
            page = json.loads(self.ask("GET", "/storage/v1/b/site/o?" + urllib.parse.urlencode(query))[1])
            found |= {item["name"][len(prefix) :] for item in page.get("items", [])}
            if "nextPageToken" not in page:
                return found
            query["pageToken"] = page["nextPageToken"]


class Judge(proxy.Proxy):
    def __init__(self, server):
        super().__init__(server.port)
        self.server = server
        self.refused = []
        self.conditional = 0

    def hand_on(self, handler, body):
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(handler.path).query)
        # Who began a resumable upload goes on by its address alone.
        if handler.headers.get("authorization") != f"Bearer {TOKEN}" and "upload_id" not in query:
            self.refused.append((handler.command, handler.path))
            return answer(401)
        if query.get("ifGenerationMatch") == ["0"]:
            self.conditional += 1
            if self.server.object(query["name"][0])[0] == 200:
                return answer(412)
        return super().hand_on(handler, body)


def answer(status):
    """As the cloud tells of an error: https://cloud.google.com/storage/docs/json_api/v1/status-codes."""
    content = json.dumps({"error": {"code": status, "message": "refused", "errors": []}}).encode()
    return proxy.answer(status, "Refused", content, "application/json")
