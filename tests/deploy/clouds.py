"""Three clouds on loopback: requests are judged as each cloud's own SDK would sign them, and moto keeps what they bring.

The program asks for the clouds' real host names through a proxy for HTTP, which `http_proxy` names. So addresses, headers
and signatures are those that the clouds would get. A request that the SDK would have signed otherwise is refused.
"""

import email.utils
import types
import urllib.parse
from unittest import mock

import alibabacloud_oss_v2.signer.v1
import alibabacloud_oss_v2.types
import obs.auth
import obs.convertor
import qcloud_cos.cos_auth

import proxy
import servers

SIGNED_ELSEWHERE = ("host", "accept", "user-agent", "authorization", "connection", "proxy-connection")


class Cloud(servers.S3):
    """A cloud's own protocol before a bucket of moto's; `bucket` is what the program is told of."""

    bucket = "site-1250000000"
    #: What the cloud's headers begin with.
    prefix = ""
    #: Does a header keep an object from being written over?
    forbids_overwriting = True

    def __init__(self):
        super().__init__()
        self.proxy = Judge(self)

    def stop(self):
        self.proxy.close()
        super().stop()

    def settings(self, port=None):
        return f'to: {self.name}, bucket: {self.bucket}, prefix: www, endpoint: "http://{self.endpoint}"'

    def environment(self):
        key, secret = self.variables
        return {key: servers.KEY_ID, secret: servers.SECRET, "http_proxy": f"http://127.0.0.1:{self.proxy.port}"}


class Judge(proxy.Proxy):
    def __init__(self, cloud):
        super().__init__(cloud.port)
        self.cloud = cloud
        self.refused = []
        self.conditional = 0

    def hand_on(self, handler, body):
        cloud = self.cloud
        address = urllib.parse.urlsplit(handler.path)
        headers = {name.lower(): value for name, value in handler.headers.items()}
        key = urllib.parse.unquote(address.path[1:])
        # An empty value and none are two things to a signature.
        query = {}
        for pair in filter(None, address.query.split("&")):
            name, sign, value = pair.partition("=")
            query[urllib.parse.unquote(name)] = urllib.parse.unquote(value) if sign else None
        expected = cloud.sign(handler.command, handler.path, key, query, headers)
        if address.netloc != f"{cloud.bucket}.{cloud.endpoint}" or headers.get("authorization") != expected:
            self.refused.append((handler.command, handler.path, headers.get("authorization"), expected))
            return answer(403, "SignatureDoesNotMatch")
        # moto wants to know who asks, and takes everybody's word for it.
        who = f"AWS4-HMAC-SHA256 Credential={servers.KEY_ID}/20260101/us-east-1/s3/aws4_request, Signature=0"
        forwarded = {"host": "localhost", "authorization": who}
        for name, value in headers.items():
            if name in SIGNED_ELSEWHERE or name == "date":
                continue
            name = name.replace(cloud.prefix, "x-amz-")
            if name == "x-amz-forbid-overwrite":
                name, value = "if-none-match", "*"
                self.conditional += 1
            if name == "x-amz-copy-source":
                value = value.replace(f"/{cloud.bucket}/", "/site/", 1)
            forwarded[name] = value
        changed = types.SimpleNamespace(
            command=handler.command, headers=forwarded, path=f"/site{address.path}" + (f"?{address.query}" if address.query else "")
        )
        found, content = super().hand_on(changed, body)
        if found.status == 412 and "if-none-match" in forwarded:
            return answer(409, "FileAlreadyExists")
        return found, content


def answer(status, code):
    content = f"<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode()
    return proxy.answer(status, code, content, "application/xml")


class Oss(Cloud):
    name = "oss"
    endpoint = "oss-cn-beijing.aliyuncs.com"
    prefix = "x-oss-"
    variables = ("OSS_ACCESS_KEY_ID", "OSS_ACCESS_KEY_SECRET")

    def sign(self, method, url, key, query, headers):
        given = {name: value for name, value in headers.items() if name not in SIGNED_ELSEWHERE}
        request = types.SimpleNamespace(method=method, url=url, headers=Headers(given))
        context = alibabacloud_oss_v2.types.SigningContext()
        context.bucket, context.key, context.request = self.bucket, key or None, request
        context.signing_time = email.utils.parsedate_to_datetime(headers["date"])
        context.credentials = alibabacloud_oss_v2.types.Credentials(servers.KEY_ID, servers.SECRET)
        alibabacloud_oss_v2.signer.v1.SignerV1().sign(context)
        return request.headers["Authorization"]


class Headers(dict):
    """Names without regard to their case, as the SDK has them."""

    def __init__(self, given):
        super().__init__({name.lower(): value for name, value in given.items()})

    def update(self, given):
        super().update({name.lower(): value for name, value in given.items()})

    def get(self, name, default=None):
        return super().get(name.lower(), default)

    def __getitem__(self, name):
        return super().__getitem__(name.lower())


class Cos(Cloud):
    name = "cos"
    endpoint = "cos.ap-beijing.myqcloud.com"
    prefix = "x-cos-"
    variables = ("TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY")

    def sign(self, method, url, key, query, headers):
        """The signature names the moment, and which headers and parameters are part of it."""
        told = dict(part.split("=", 1) for part in headers["authorization"].split("&"))
        start, end = map(int, told["q-sign-time"].split(";"))
        signed = set(filter(None, told["q-header-list"].split(";")))
        settings = types.SimpleNamespace(
            _secret_id=servers.KEY_ID, _secret_key=servers.SECRET, _anonymous=False, _sign_params=True, _sign_host=False,
            _token=None,
        )
        request = types.SimpleNamespace(
            method=method, url=url, headers={name: value for name, value in headers.items() if name in signed}
        )
        query = {name: value or "" for name, value in query.items()}
        sign = qcloud_cos.cos_auth.CosS3Auth(settings, key, query, expire=end - start - 60)
        with mock.patch("time.time", lambda: start + 60):
            return sign(request).headers["Authorization"]


class Obs(Cloud):
    name = "obs"
    endpoint = "obs.cn-north-4.myhuaweicloud.com"
    prefix = "x-obs-"
    variables = ("HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK")
    forbids_overwriting = False

    def sign(self, method, url, key, query, headers):
        server = f"{self.bucket}.{self.endpoint}"
        signer = obs.auth.Authentication(
            servers.KEY_ID, servers.SECRET, False, obs.convertor.Adapter("obs"), server, False
        )
        return signer.doAuth(method, self.bucket, key, query, headers)["Authorization"]
