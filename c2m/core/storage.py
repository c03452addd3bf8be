"""Where files lie: a folder beside the database, or an S3 bucket when the setting says so.

Names are flat and say nothing a person typed (pictures and videos are named by their content), so putting the same
name twice is the same act once. The one optional library, boto3, is imported here and nowhere else.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

try:
    import boto3
    from botocore.config import Config
    from botocore.exceptions import ClientError
except ImportError:
    boto3 = None

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,119}")
TYPES = {
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PUBLIC, PRIVATE = 0o644, 0o600
IN_MEMORY = 1_000_000  # bytes of an opened S3 object before it goes to a temporary file


class Storage(Protocol):
    """Files by name. Reading what is not there raises FileNotFoundError, a name we would never give ValueError on
    put; deleting what is not there is no error."""

    def put(self, name: str, data: bytes, content_type: str | None = None) -> None: ...
    def get(self, name: str) -> bytes: ...
    def open(self, name: str) -> BinaryIO: ...
    def exists(self, name: str) -> bool: ...
    def delete(self, name: str) -> None: ...

    def path_or_none(self, name: str) -> Path | None:
        """The file on this machine, for a server that can send it by itself."""
        ...


def content_type(name: str) -> str:
    return TYPES.get(Path(name).suffix, "application/octet-stream")


def from_settings(url: str, root: Path | None = None) -> Storage:
    """``file:instance/files`` (relative to ``root``), or
    ``s3://bucket/prefix?endpoint=https://...&region=...&addressing=path``; keys for S3 come from its environment."""
    parts = urlsplit(url)
    if parts.scheme == "file" and not parts.netloc and parts.path:
        return LocalStorage((root or Path.cwd()) / unquote(parts.path))
    if parts.scheme == "s3" and parts.netloc:
        options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        unknown = options.keys() - {"endpoint", "region", "addressing"}
        if unknown:
            raise ValueError(f"The storage setting has parts that mean nothing: {', '.join(sorted(unknown))}.")
        return S3Storage(parts.netloc, prefix=parts.path, **options)
    raise ValueError("The storage setting must be file:FOLDER or s3://BUCKET/PREFIX?endpoint=ADDRESS.")


def _checked(name: str) -> str:
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not a file name we give")
    return name


def _readable(name: str) -> str:
    """For reading: under a name we never give there is nothing."""
    if not NAME.fullmatch(name):
        raise FileNotFoundError(name)
    return name


class LocalStorage:
    """Files in a folder, spread over sub-folders by the first two letters of the name."""

    def __init__(self, folder: Path | str, mode: int = PUBLIC) -> None:
        """``mode``: PUBLIC for what a web server may send by itself, PRIVATE for what only we read."""
        self.folder = Path(folder)
        self.mode = mode

    def put(self, name: str, data: bytes, content_type: str | None = None) -> None:
        """All of it or nothing, also when the power goes."""
        path = self._path(_checked(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(prefix=".draft-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fchmod(file.fileno(), self.mode)
                os.fsync(file.fileno())
            os.replace(draft, path)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)

    def get(self, name: str) -> bytes:
        return self._path(_readable(name)).read_bytes()

    def open(self, name: str) -> BinaryIO:
        return self._path(_readable(name)).open("rb")

    def exists(self, name: str) -> bool:
        return self.path_or_none(name) is not None

    def delete(self, name: str) -> None:
        self._path(_checked(name)).unlink(missing_ok=True)

    def path_or_none(self, name: str) -> Path | None:
        if not NAME.fullmatch(name):
            return None
        path = self._path(name)
        return path if path.is_file() else None

    def _path(self, name: str) -> Path:
        return self.folder / name[:2].rstrip("._-") / name


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class S3Storage:
    """Objects in a bucket of anything that speaks S3."""

    def __init__(
        self,
        bucket: str,
        prefix: str = "",
        endpoint: str | None = None,
        region: str | None = None,
        addressing: str = "auto",
    ) -> None:
        """``addressing``: path, virtual or auto; many S3-like stores only know one of them."""
        if boto3 is None:
            raise ValueError("Files on S3 need boto3: pip install boto3, or set a folder.")
        if addressing not in ("path", "virtual", "auto"):
            raise ValueError("The addressing of the storage setting must be path, virtual or auto.")
        self.bucket = bucket
        self.prefix = prefix.strip("/")
        # Stores other than Amazon's refuse the checksums boto3 adds unasked.
        config = Config(
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            s3={"addressing_style": addressing},
            retries={"max_attempts": 3, "mode": "standard"},
            connect_timeout=5,
            read_timeout=30,
        )
        self._s3 = boto3.client("s3", endpoint_url=endpoint, region_name=region or "us-east-1", config=config)

    def put(self, name: str, data: bytes, content_type: str | None = None) -> None:
        kind = content_type or TYPES.get(Path(name).suffix, "application/octet-stream")
        self._s3.put_object(Bucket=self.bucket, Key=self._key(_checked(name)), Body=data, ContentType=kind)

    def get(self, name: str) -> bytes:
        with self.open(name) as file:
            return file.read()

    def open(self, name: str) -> BinaryIO:
        """A file that can be searched; large ones lie in a temporary file until it is closed."""
        try:
            body = self._s3.get_object(Bucket=self.bucket, Key=self._key(_readable(name)))["Body"]
        except ClientError as error:
            raise _missing(error, name) from error
        file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (the caller closes it)
        with body:
            shutil.copyfileobj(body, file)
        file.seek(0)
        return file

    def exists(self, name: str) -> bool:
        if not NAME.fullmatch(name):
            return False
        try:
            self._s3.head_object(Bucket=self.bucket, Key=self._key(name))
        except ClientError as error:
            _missing(error, name)
            return False
        return True

    def delete(self, name: str) -> None:
        self._s3.delete_object(Bucket=self.bucket, Key=self._key(_checked(name)))

    def path_or_none(self, name: str) -> Path | None:
        return None

    def _key(self, name: str) -> str:
        return f"{self.prefix}/{name}" if self.prefix else name


def _missing(error: Exception, name: str) -> FileNotFoundError:
    """Not found becomes FileNotFoundError; everything else the store says (no such bucket too) goes on as it is."""
    if error.response.get("Error", {}).get("Code") not in ("404", "NoSuchKey"):
        raise error
    return FileNotFoundError(name)
