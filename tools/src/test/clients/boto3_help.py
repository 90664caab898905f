"""Clients, buckets and small helps for boto3_scenario.py."""

import base64
import hashlib
import os
import random
import ssl
import urllib.error
import urllib.request
import zlib

import boto3
from awscrt import checksums as crt
from botocore.client import Config
from botocore.exceptions import ClientError

ENDPOINT = os.environ["ENDPOINT"]
CA_FILE = os.environ.get("CA_FILE") or None
PREFIX = os.environ["BUCKET_PREFIX"] + "-boto3"
MIB = 1024 * 1024


def client(signature="s3v4", key=None, secret=None, **s3):
    """A client that hides nothing: it never tries twice."""
    return boto3.client(
        "s3",
        endpoint_url=ENDPOINT,
        region_name="us-east-1",
        aws_access_key_id=key or os.environ["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=secret or os.environ["AWS_SECRET_ACCESS_KEY"],
        verify=CA_FILE,
        config=Config(
            signature_version=signature,
            retries={"total_max_attempts": 1},
            s3={"addressing_style": "path", **s3},
        ),
    )


s3 = client()


def noise(size, seed):
    return random.Random(seed).randbytes(size)


def big_endian(number, size):
    return base64.b64encode(number.to_bytes(size, "big")).decode()


CHECKSUMS = {
    "CRC32": lambda data: big_endian(zlib.crc32(data), 4),
    "CRC32C": lambda data: big_endian(crt.crc32c(data), 4),
    "CRC64NVME": lambda data: big_endian(crt.crc64nvme(data), 8),
    "SHA1": lambda data: base64.b64encode(hashlib.sha1(data).digest()).decode(),
    "SHA256": lambda data: base64.b64encode(hashlib.sha256(data).digest()).decode(),
}


def read(bucket, key, **more):
    return s3.get_object(Bucket=bucket, Key=key, **more)["Body"].read()


def equal(actual, expected, what=""):
    assert actual == expected, f"{what} is {actual!r:.300} and not {expected!r:.300}"


def refused(codes, call, *arguments, **named):
    try:
        call(*arguments, **named)
    except ClientError as e:
        code = e.response["Error"]["Code"]
        assert code in codes.split("|"), f"refused with {code} and not {codes}"
        return e.response
    raise AssertionError(f"not refused with {codes}")


def new_bucket(name):
    bucket = f"{PREFIX}-{name}"
    s3.create_bucket(Bucket=bucket)
    return bucket


def remove(bucket):
    """Empties a bucket as clean-ups do: every version, a page at a time."""
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        found = page.get("Versions", []) + page.get("DeleteMarkers", [])
        if found:
            names = [{"Key": each["Key"], "VersionId": each["VersionId"]} for each in found]
            answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": names, "Quiet": True})
            equal(answer.get("Errors", []), [], "errors of DeleteObjects")
    s3.delete_bucket(Bucket=bucket)


def http(method, url, data=None, **headers):
    """A request as a browser would send it: no signature but the one in the link."""
    request = urllib.request.Request(url, data, headers, method=method)
    context = ssl.create_default_context(cafile=CA_FILE) if CA_FILE else None
    try:
        with urllib.request.urlopen(request, context=context, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as e:
        return e.code, e.read()


def form(fields, file):
    boundary = "varve-7d4b"
    lines = []
    for name, value in fields.items():
        lines += [f"--{boundary}", f'Content-Disposition: form-data; name="{name}"', "", value]
    lines += [
        f"--{boundary}",
        'Content-Disposition: form-data; name="file"; filename="mud.txt"',
        "Content-Type: text/plain",
        "",
        "",
    ]
    data = "\r\n".join(lines).encode() + file + f"\r\n--{boundary}--\r\n".encode()
    return {"data": data, "Content-Type": f"multipart/form-data; boundary={boundary}"}
