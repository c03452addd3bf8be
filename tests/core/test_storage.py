"""Where files lie: a folder, or a bucket behind HTTP."""

import os
import stat
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

import pytest

from c2m.core import storage

BAD_NAMES = [
    "",
    ".",
    "..",
    "../secret",
    "a/b",
    "/etc/passwd",
    "a\\b",
    ".hidden",
    "A.webp",
    "a b",
    "a\n",
    "名",
    "x" * 200,
]


class Bucket(BaseHTTPRequestHandler):
    """A small S3-like store that, as some real ones do, refuses what it does not know."""

    protocol_version = "HTTP/1.1"

    def answer(self, status, body=b"", kind="application/xml"):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def key(self):
        return unquote(urlsplit(self.path).path)

    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        strange = [one for one in self.headers if one.lower().startswith(("x-amz-checksum", "x-amz-sdk-checksum"))]
        if strange or "aws-chunked" in self.headers.get("Content-Encoding", ""):
            self.answer(400, b"<Error><Code>InvalidRequest</Code></Error>")
            return
        self.server.objects[self.key()] = (body, self.headers["Content-Type"])
        self.answer(200)

    def do_GET(self):
        if self.key() not in self.server.objects:
            code = b"NoSuchKey" if self.key().startswith("/brand/") else b"NoSuchBucket"
            self.answer(404, b"<Error><Code>%s</Code></Error>" % code)
        else:
            self.answer(200, *self.server.objects[self.key()])

    do_HEAD = do_GET

    def do_DELETE(self):
        self.server.objects.pop(self.key(), None)
        self.answer(204)

    def log_message(self, *args):
        return


@pytest.fixture
def bucket(monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "for-the-stand-in")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    server.objects = {}
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def s3(bucket, path="brand/pictures"):
    if storage.boto3 is None:
        pytest.skip("boto3 is not installed, so files cannot lie on S3 here.")
    address = f"http://127.0.0.1:{bucket.server_port}"
    return storage.from_settings(f"s3://{path}?endpoint={address}&addressing=path")


@pytest.fixture(params=["folder", "s3"])
def store(request, tmp_path):
    if request.param == "folder":
        return storage.LocalStorage(tmp_path / "files")
    return s3(request.getfixturevalue("bucket"))


def test_what_is_put_is_got_and_the_same_name_twice_is_fine(store):
    store.put("ab12-360.webp", b"old")
    store.put("ab12-360.webp", b"picture")
    assert store.get("ab12-360.webp") == b"picture"
    assert store.exists("ab12-360.webp")
    with store.open("ab12-360.webp") as file:
        assert file.read() == b"picture"
        file.seek(3)
        assert file.read() == b"ture"


def test_what_is_not_there_is_said_in_one_way(store):
    assert not store.exists("ab12-360.webp")
    assert store.path_or_none("ab12-360.webp") is None
    for read in (store.get, store.open):
        with pytest.raises(FileNotFoundError):
            read("ab12-360.webp")


def test_deleting_twice_is_no_error(store):
    store.put("ab12.mp4", b"film")
    store.delete("ab12.mp4")
    store.delete("ab12.mp4")
    assert not store.exists("ab12.mp4")


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_we_never_give_is_neither_written_nor_found(store, name):
    with pytest.raises(ValueError):
        store.put(name, b"x")
    with pytest.raises(ValueError):
        store.delete(name)
    with pytest.raises(FileNotFoundError):
        store.get(name)
    with pytest.raises(FileNotFoundError):
        store.open(name)
    assert not store.exists(name)
    assert store.path_or_none(name) is None


@pytest.mark.parametrize("name", ["a", "a.", "a..b", "0-", "ab.webp"])
def test_every_name_of_the_rule_stays_inside_the_folder(tmp_path, name):
    store = storage.LocalStorage(tmp_path / "files")
    store.put(name, b"x")
    assert store.path_or_none(name).resolve().is_relative_to((tmp_path / "files").resolve())
    assert store.get(name) == b"x"


def test_a_write_that_fails_leaves_the_old_file_and_no_draft(tmp_path, monkeypatch):
    store = storage.LocalStorage(tmp_path)
    store.put("ab12.webp", b"old")

    def full_disk(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError):
        store.put("ab12.webp", b"new")
    assert store.get("ab12.webp") == b"old"
    assert [path.name for path in (tmp_path / "ab").iterdir()] == ["ab12.webp"]


@pytest.mark.parametrize("mode", [storage.PUBLIC, storage.PRIVATE])
def test_files_carry_the_mode_of_their_store(tmp_path, mode):
    store = storage.LocalStorage(tmp_path, mode)
    store.put("ab12.webp", b"x")
    assert stat.S_IMODE(store.path_or_none("ab12.webp").stat().st_mode) == mode


def test_a_relative_folder_lies_under_the_root(tmp_path):
    store = storage.from_settings("file:instance/files", tmp_path)
    store.put("ab12.webp", b"x")
    assert (tmp_path / "instance" / "files" / "ab" / "ab12.webp").read_bytes() == b"x"
    assert storage.from_settings(f"file://{tmp_path}/instance/files").get("ab12.webp") == b"x"


@pytest.mark.parametrize(
    "url", ["", "files", "file:", "ftp://host/x", "s3:///x", "file://host/x", "s3://b/?endpiont=x"]
)
def test_a_setting_that_means_nothing_is_refused_at_the_start(url):
    with pytest.raises(ValueError, match="storage setting"):
        storage.from_settings(url)


def test_s3_keeps_the_prefix_and_says_what_kind_of_file_it_is(bucket):
    store = s3(bucket)
    store.put("ab12.webp", b"x")
    store.put("ab12.bin", b"y", content_type="text/x-ours")
    assert bucket.objects == {
        "/brand/pictures/ab12.webp": (b"x", "image/webp"),
        "/brand/pictures/ab12.bin": (b"y", "text/x-ours"),
    }


def test_s3_returns_large_files_whole(bucket):
    store, film = s3(bucket), bytes(range(256)) * 12_000
    store.put("ab12.mp4", film)
    assert store.get("ab12.mp4") == film


def test_a_bucket_that_is_not_there_is_no_missing_file(bucket):
    with pytest.raises(Exception, match="NoSuchBucket") as error:
        s3(bucket, "elsewhere").get("ab12.webp")
    assert not isinstance(error.value, FileNotFoundError)
