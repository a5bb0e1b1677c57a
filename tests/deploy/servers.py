"""Servers on loopback that hold a site: each can be read as its readers would read it."""

import getpass
import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

import boto3
import botocore.config
import botocore.exceptions

KEY_ID = "AKIDTESTONLYNOTAKEY1"
SECRET = "s3cr3t-of-the-target-7f1d"
PASSWORD = "s3cr3t-of-the-folder-c2a9"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A process that serves one empty place for a site."""

    #: Does a file that takes another's place do so in one step? Where not, readers may find none for a moment.
    replaces_in_one_step = True
    #: What must be seen nowhere.
    secrets = (KEY_ID, SECRET, PASSWORD)

    #: Seconds until what a deploy has written can be read.
    settles_within = 0

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="huimeng-server-"))
        self.port = free_port()
        self.log = open(self.folder / "log", "wb")
        self.process = subprocess.Popen(
            self.command(), stdout=self.log, stderr=subprocess.STDOUT, cwd=self.folder, env=self.surroundings()
        )
        self.wait()

    def surroundings(self):
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder)}

    def wait(self):
        for _ in range(600):
            if self.process.poll() is not None:
                raise RuntimeError((self.folder / "log").read_text())
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError("the server does not answer")

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder)

    def files(self):
        """All paths of the site, without what the program keeps for itself."""
        return {path for path in self.all() if not path.startswith(".huimeng/")}


class S3(Server):
    name = "s3"

    def __init__(self):
        super().__init__()
        self.client = self.connect()
        self.client.create_bucket(Bucket="site")

    def command(self):
        return [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]

    def connect(self):
        """A client; one a thread."""
        return boto3.session.Session().client(
            "s3",
            endpoint_url=f"http://127.0.0.1:{self.port}",
            region_name="us-east-1",
            aws_access_key_id=KEY_ID,
            aws_secret_access_key=SECRET,
            config=botocore.config.Config(retries={"max_attempts": 0}, proxies={}),
        )

    def settings(self, port=None):
        endpoint = f"http://127.0.0.1:{port or self.port}"
        return f'to: s3, bucket: site, region: us-east-1, prefix: www, endpoint: "{endpoint}"'

    def environment(self):
        return {"AWS_ACCESS_KEY_ID": KEY_ID, "AWS_SECRET_ACCESS_KEY": SECRET}

    def reader(self):
        """Reads by plain HTTP: a client of boto3 costs more than the server."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        # moto wants to know who asks, and takes everybody's word for it.
        who = f"AWS4-HMAC-SHA256 Credential={KEY_ID}/20260101/us-east-1/s3/aws4_request, Signature=0"

        def read(path):
            try:
                connection.request("GET", "/site/www/" + urllib.parse.quote(path), headers={"authorization": who})
                answer = connection.getresponse()
                content = answer.read()
            except (http.client.HTTPException, ConnectionError):
                connection.close()
                raise
            if answer.status not in (200, 404):
                raise RuntimeError(f"{path}: {answer.status} {content}")
            return content if answer.status == 200 else None

        return read

    def read(self, path):
        return self.reader()(path)

    def head(self, path):
        return self.client.head_object(Bucket="site", Key=f"www/{path}")

    def get(self, path):
        return self.client.get_object(Bucket="site", Key=path)["Body"].read()

    def write(self, path, content):
        self.client.put_object(Bucket="site", Key=path, Body=content)

    def all(self, prefix="www/"):
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket="site", Prefix=prefix)
        return {entry["Key"][len(prefix) :] for page in pages for entry in page.get("Contents", [])}


class Folder(Server):
    """A server of files: readers get them from the disk, as from a web server beside it."""

    @property
    def root(self):
        return self.folder / "root" / "www"

    def __init__(self):
        super().__init__()

    def prepare(self):
        (self.folder / "root").mkdir()

    def reader(self):
        return self.read

    def read(self, path):
        try:
            return (self.root / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def write(self, path, content):
        file = self.folder / "root" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    def all(self):
        return {str(file.relative_to(self.root)) for file in self.root.rglob("*") if file.is_file()}


class WebDav(Folder):
    name = "webdav"
    # rclone removes what stands at the other end of a MOVE before it moves.
    replaces_in_one_step = False

    def command(self):
        self.prepare()
        address = f"127.0.0.1:{self.port}"
        return ["rclone", "serve", "webdav", "root", "--addr", address, "--user", "editor", "--pass", PASSWORD]

    def settings(self, port=None):
        return f'to: webdav, prefix: www, endpoint: "http://127.0.0.1:{port or self.port}"'

    def environment(self):
        return {"WEBDAV_USERNAME": "editor", "WEBDAV_PASSWORD": PASSWORD}


class Apache(WebDav):
    """Apache with mod_dav_fs, as most servers of WebDAV are."""

    name = "apache"
    replaces_in_one_step = True

    def command(self):
        self.prepare()
        hashed = ["openssl", "passwd", "-apr1", "-stdin"]
        hashed = subprocess.run(hashed, input=PASSWORD, check=True, capture_output=True, text=True).stdout
        (self.folder / "users").write_text(f"editor:{hashed}")
        for folder in (self.folder, self.root.parent):
            folder.chmod(0o777)
        modules = "mpm_event authn_core authn_file authz_core authz_user auth_basic mime dav dav_fs".split()
        (self.folder / "config").write_text(
            "ServerRoot /usr/lib/apache2\n"
            + "".join(f"LoadModule {name}_module modules/mod_{name}.so\n" for name in modules)
            + f"PidFile {self.folder}/pid\nListen 127.0.0.1:{self.port}\n"
            f"ServerName localhost\nErrorLog {self.folder}/errors\nTypesConfig /etc/mime.types\n"
            f"DavLockDB {self.folder}/dav-locks\nDocumentRoot {self.root.parent}\nUser www-data\nGroup www-data\n"
            f"<Directory {self.root.parent}>\nDav On\nAuthType Basic\nAuthName site\n"
            f"AuthUserFile {self.folder}/users\nRequire valid-user\n</Directory>\n"
        )
        return ["/usr/sbin/apache2", "-X", "-f", str(self.folder / "config")]


class Sftp(Folder):
    """rclone's server of SFTP, which knows no copying."""

    name = "sftp"
    # As with WebDAV.
    replaces_in_one_step = False

    # rclone puts off the renaming of a file that it has not closed yet, and says that it is done.
    settles_within = 10

    def command(self):
        self.prepare()
        key = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", self.folder / "key"]
        subprocess.run(key, check=True)
        address = f"127.0.0.1:{self.port}"
        return ["rclone", "serve", "sftp", "root", "--addr", address, "--authorized-keys", "key.pub"]

    def settings(self, port=None):
        return f'to: sftp, path: /www, endpoint: "ssh://{self.user}@127.0.0.1:{port or self.port}"'

    user = "editor"

    def environment(self):
        return {"HUIMENG_LIVE_KEY_FILE": str(self.folder / "key"), "HUIMENG_LIVE_KNOWN_HOSTS": "accept"}


class OpenSsh(Sftp):
    """OpenSSH's own server, as most machines have it."""

    name = "openssh"
    replaces_in_one_step = True
    user = getpass.getuser()

    settles_within = 0
    #: So many may wait to be let in; of those beyond, so many per cent are turned away, and all past the last number.
    #: This is what sshd has unless it is told otherwise.
    startups = "10:30:100"

    def command(self):
        super().command()
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.folder / "host"], check=True)
        if os.geteuid() == 0:
            # Where sshd gives up its rights as root; the system makes it when it starts the service.
            Path("/run/sshd").mkdir(exist_ok=True)
        (self.folder / "config").write_text(
            f"ListenAddress 127.0.0.1:{self.port}\nHostKey {self.folder}/host\nPidFile none\n"
            f"AuthorizedKeysFile {self.folder}/key.pub\nStrictModes no\nUsePAM no\n"
            "PasswordAuthentication no\nPermitRootLogin prohibit-password\nSubsystem sftp internal-sftp\n"
            f"MaxStartups {self.startups}\n"
        )
        return ["/usr/sbin/sshd", "-D", "-e", "-f", str(self.folder / "config")]

    def settings(self, port=None):
        return super().settings(port).replace("path: /www", f'path: "{self.root}"')


class FewStartups(OpenSsh):
    startups = "2:100:2"
