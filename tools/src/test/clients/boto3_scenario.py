"""boto3 with its default checksums, and with every other way it can send and sign.

What it is given and how it is called is said in lib.sh.
"""

import base64
import concurrent.futures
import hashlib
import io
import sys
import time

from boto3.s3.transfer import TransferConfig
from botocore.exceptions import ClientError

from boto3_help import (
    CHECKSUMS,
    ENDPOINT,
    MIB,
    client,
    equal,
    form,
    http,
    new_bucket,
    noise,
    read,
    refused,
    remove,
    s3,
)


def default_checksums():
    bucket = new_bucket("default")
    for name, body in ("bytes", b"layer"), ("stream", io.BytesIO(noise(300_000, 1))), ("none", b""):
        data = body if isinstance(body, bytes) else body.getvalue()
        put = s3.put_object(Bucket=bucket, Key=name, Body=body)
        sums = {key: value for key, value in put.items() if key in map("Checksum{}".format, CHECKSUMS)}
        assert sums, "boto3 sent no checksum of its own accord"
        head = s3.head_object(Bucket=bucket, Key=name, ChecksumMode="ENABLED")
        for key, value in sums.items():
            equal(value, CHECKSUMS[key.removeprefix("Checksum")](data), key)
            equal(head[key], value, key + " of HEAD")
        equal(put["ETag"], f'"{hashlib.md5(data).hexdigest()}"', "ETag")
        equal(read(bucket, name), data, name)
    remove(bucket)


def every_checksum():
    bucket = new_bucket("sums")
    data = noise(200_001, 2)
    for algorithm, compute in CHECKSUMS.items():
        field, expected = "Checksum" + algorithm, compute(data)
        ways = {
            "header": {"Body": data, field: expected},
            "computed": {"Body": data, "ChecksumAlgorithm": algorithm},
            "trailer": {"Body": io.BytesIO(data), "ChecksumAlgorithm": algorithm},
        }
        for way, arguments in ways.items():
            key = f"{algorithm}-{way}"
            equal(s3.put_object(Bucket=bucket, Key=key, **arguments)[field], expected, key)
            got = s3.get_object(Bucket=bucket, Key=key, ChecksumMode="ENABLED")
            equal(got[field], expected, "GET of " + key)
            equal(got["ChecksumType"], "FULL_OBJECT", "type of " + key)
            equal(got["Body"].read(), data, key)
            assert "aws-chunked" not in got.get("ContentEncoding", "")
        part = s3.get_object(Bucket=bucket, Key=key, Range="bytes=0-9", ChecksumMode="ENABLED")
        assert field not in part, "a range came with the checksum of the whole"
        wrong = compute(data + b"x")
        refused("BadDigest", s3.put_object, Bucket=bucket, Key="wrong", Body=data, **{field: wrong})
    refused("404", s3.head_object, Bucket=bucket, Key="wrong")
    refused("InvalidRequest", s3.put_object, Bucket=bucket, Key="x", Body=data, ChecksumSHA256="abc")
    s3.put_object(
        Bucket=bucket, Key="gz", Body=io.BytesIO(data), ContentEncoding="gzip", ChecksumAlgorithm="CRC32"
    )
    equal(s3.head_object(Bucket=bucket, Key="gz")["ContentEncoding"], "gzip", "Content-Encoding")
    remove(bucket)


def upload_parts(bucket, key, parts, algorithm, **more):
    upload = s3.create_multipart_upload(
        Bucket=bucket, Key=key, ChecksumAlgorithm=algorithm, **more
    )["UploadId"]
    done = []
    for number, data in enumerate(parts, 1):
        answer = s3.upload_part(
            Bucket=bucket,
            Key=key,
            UploadId=upload,
            PartNumber=number,
            Body=data,
            ChecksumAlgorithm=algorithm,
        )
        field = "Checksum" + algorithm
        equal(answer[field], CHECKSUMS[algorithm](data), field)
        done.append({"PartNumber": number, "ETag": answer["ETag"], field: answer[field]})
    return s3.complete_multipart_upload(
        Bucket=bucket, Key=key, UploadId=upload, MultipartUpload={"Parts": done}
    )


def multipart_checksums():
    bucket = new_bucket("parts")
    parts = [noise(5 * MIB, 3), noise(1000, 4)]
    whole = b"".join(parts)
    cases = [("CRC64NVME", "FULL_OBJECT"), ("CRC32", "FULL_OBJECT"), ("CRC32C", "COMPOSITE")]
    for algorithm, kind in cases + [("SHA1", "COMPOSITE"), ("SHA256", "COMPOSITE")]:
        field = "Checksum" + algorithm
        done = upload_parts(bucket, algorithm, parts, algorithm, ChecksumType=kind)
        if kind == "FULL_OBJECT":
            expected = CHECKSUMS[algorithm](whole)
        else:
            each = [base64.b64decode(CHECKSUMS[algorithm](part)) for part in parts]
            expected = CHECKSUMS[algorithm](b"".join(each)) + "-2"
        equal(done[field], expected, f"{field} of {kind}")
        head = s3.head_object(Bucket=bucket, Key=algorithm, ChecksumMode="ENABLED")
        equal((head[field], head["ChecksumType"]), (expected, kind), "HEAD of " + algorithm)
        equal(read(bucket, algorithm, ChecksumMode="ENABLED"), whole, algorithm)
        attributes = s3.get_object_attributes(
            Bucket=bucket, Key=algorithm, ObjectAttributes=["ObjectParts", "ObjectSize", "ETag"]
        )
        equal(attributes["ObjectSize"], len(whole), "ObjectSize")
        equal(attributes["ObjectParts"]["TotalPartsCount"], 2, "TotalPartsCount")
        equal(attributes["ETag"], done["ETag"].strip('"'), "ETag")
    second = s3.get_object(Bucket=bucket, Key="SHA256", PartNumber=2)
    equal((second["PartsCount"], second["Body"].read()), (2, parts[1]), "the second part")
    remove(bucket)


AWKWARD = [
    "a", "a/", "a/b", "a//b", "/a", "//", "./x", "../y", "x/../z", "plus+space +", "50%", "%2F", "%41",
    "q?x=1&y=2", "'\"<>&;", "semi;v=1", "trailing ", "#hash", "ünï/ñ", "日本", "\U0001f600", "\ufffd",
    "\U00010000", "tab\there", "new\nline", "back\\slash", "~-._!*'()", "k" * 1024,
]  # fmt: skip


def awkward_keys():
    bucket = new_bucket("keys")
    for key in AWKWARD:
        s3.put_object(Bucket=bucket, Key=key, Body=key.encode(), Metadata={"n": str(len(key))})
    for key in AWKWARD:
        equal(read(bucket, key), key.encode(), f"object {key!r}")
    ordered = sorted(AWKWARD, key=str.encode)
    for operation in "list_objects_v2", "list_objects", "list_object_versions":
        pages = s3.get_paginator(operation).paginate(
            Bucket=bucket, PaginationConfig={"PageSize": 5}
        )
        field = "Versions" if operation == "list_object_versions" else "Contents"
        equal([each["Key"] for page in pages for each in page[field]], ordered, operation)
    for key in AWKWARD[:-1]:
        s3.copy_object(Bucket=bucket, Key="copy of " + key, CopySource={"Bucket": bucket, "Key": key})
        equal(read(bucket, "copy of " + key), key.encode(), f"the copy of {key!r}")
    refused("KeyTooLongError", s3.put_object, Bucket=bucket, Key="k" * 1025, Body=b"")
    remove(bucket)


def listings():
    bucket = new_bucket("list")
    keys = sorted(f"{year}/{month:02}" for year in (2024, 2025, 2026) for month in range(1, 9))
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda key: s3.put_object(Bucket=bucket, Key=key, Body=b"x"), keys))
    for operation in "list_objects_v2", "list_objects":
        listing = s3.get_paginator(operation)
        pages = list(listing.paginate(Bucket=bucket, PaginationConfig={"PageSize": 7}))
        equal([len(page["Contents"]) for page in pages], [7, 7, 7, 3], operation)
        equal([each["Key"] for page in pages for each in page["Contents"]], keys, operation)
        years = listing.paginate(
            Bucket=bucket, Delimiter="/", PaginationConfig={"PageSize": 2}
        ).search("CommonPrefixes[].Prefix")
        equal(list(years), ["2024/", "2025/", "2026/"], operation + " with a delimiter")
    after = s3.list_objects_v2(Bucket=bucket, StartAfter="2025/07", Prefix="2025/", FetchOwner=True)
    equal([each["Key"] for each in after["Contents"]], ["2025/08"], "what comes after")
    assert after["Contents"][0]["Owner"]["ID"]
    equal(s3.list_objects_v2(Bucket=bucket, MaxKeys=0)["KeyCount"], 0, "KeyCount")
    refused("InvalidArgument", s3.list_objects_v2, Bucket=bucket, ContinuationToken="bogus")
    names = s3.get_paginator("list_buckets").paginate(Prefix=bucket, PaginationConfig={"PageSize": 1})
    equal([each["Name"] for page in names for each in page["Buckets"]], [bucket], "buckets")
    remove(bucket)


def presigned():
    bucket = new_bucket("links")
    for signature in "s3v4", "s3":
        signer = client(signature)
        key = f"dir/a+b {signature}.txt"
        name = {"Bucket": bucket, "Key": key}
        put = signer.generate_presigned_url("put_object", name, ExpiresIn=60)
        equal(http("PUT", put, b"through a link", **{"Content-Type": ""}), (200, b""), "PUT")
        get = signer.generate_presigned_url("get_object", name, ExpiresIn=60)
        equal(http("GET", get), (200, b"through a link"), "GET")
        code, body = http("GET", get.replace("dir", "rid"))
        assert code == 403 and b"SignatureDoesNotMatch" in body, body
        typed = {**name, "ResponseContentType": "text/x-mud", "Range": "bytes=0-6"}
        if signature == "s3v4":
            late = signer.generate_presigned_url("get_object", typed, ExpiresIn=1)
            time.sleep(2.1)
            code, body = http("GET", late, Range="bytes=0-6")
            assert code == 403 and b"Request has expired" in body, body
    code, body = http("GET", f"{ENDPOINT}/{bucket}/dir/x")
    assert code == 403 and b"AccessDenied" in body, body
    remove(bucket)


def post_forms():
    bucket = new_bucket("forms")
    for signature in "s3v4", "s3":
        post = client(signature).generate_presigned_post(
            bucket,
            "in/${filename}",
            Fields={"x-amz-meta-from": "form", "success_action_status": "201"},
            Conditions=[
                {"x-amz-meta-from": "form"},
                {"success_action_status": "201"},
                ["content-length-range", 1, 100],
            ],
        )
        code, body = http("POST", post["url"], **form(post["fields"], b"silt"))
        equal(code, 201, body)
        equal(read(bucket, "in/mud.txt"), b"silt", "what the form brought")
        equal(s3.head_object(Bucket=bucket, Key="in/mud.txt")["Metadata"], {"from": "form"}, "metadata")
        code, body = http("POST", post["url"], **form(post["fields"], noise(101, 5)))
        assert code == 400 and b"EntityTooLarge" in body, body
        code, body = http("POST", post["url"], **form({**post["fields"], "key": "out"}, b"silt"))
        equal(code, 403, body)
        s3.delete_object(Bucket=bucket, Key="in/mud.txt")
    remove(bucket)


def transfers():
    bucket = new_bucket("transfer")
    data = noise(20 * MIB + 17, 6)
    config = TransferConfig(
        multipart_threshold=8 * MIB, multipart_chunksize=5 * MIB, max_concurrency=4
    )
    with open("up.bin", "wb") as file:
        file.write(data)
    s3.upload_file(
        "up.bin", bucket, "up.bin", Config=config, ExtraArgs={"Metadata": {"a": "b"}}
    )
    head = s3.head_object(Bucket=bucket, Key="up.bin")
    equal((head["Metadata"], head["ContentLength"]), ({"a": "b"}, len(data)), "HEAD")
    s3.download_file(bucket, "up.bin", "down.bin", Config=config)
    with open("down.bin", "rb") as file:
        equal(hashlib.sha256(file.read()).digest(), hashlib.sha256(data).digest(), "SHA-256")
    s3.copy({"Bucket": bucket, "Key": "up.bin"}, bucket, "copy.bin", Config=config)
    got = io.BytesIO()
    s3.download_fileobj(bucket, "copy.bin", got, Config=config)
    assert got.getvalue() == data, "the copy differs"

    class Pipe(io.RawIOBase):
        """Readable and no more: the length is not known before the end."""

        def __init__(self, inner):
            self.inner = io.BytesIO(inner)

        def readable(self):
            return True

        def read(self, size=-1):
            return self.inner.read(size)

    s3.upload_fileobj(Pipe(data), bucket, "pipe.bin", Config=config)
    assert read(bucket, "pipe.bin") == data, "the stream differs"
    remove(bucket)


def conditions():
    bucket = new_bucket("if")
    etag = s3.put_object(Bucket=bucket, Key="k", Body=b"one", IfNoneMatch="*")["ETag"]
    refused("PreconditionFailed", s3.put_object, Bucket=bucket, Key="k", Body=b"2", IfNoneMatch="*")
    refused("PreconditionFailed", s3.put_object, Bucket=bucket, Key="k", Body=b"2", IfMatch='"0"')
    refused("NoSuchKey", s3.put_object, Bucket=bucket, Key="none", Body=b"2", IfMatch=etag)
    s3.put_object(Bucket=bucket, Key="k", Body=b"two", IfMatch=etag)
    refused("PreconditionFailed", s3.get_object, Bucket=bucket, Key="k", IfMatch=etag)
    equal(read(bucket, "k", IfNoneMatch=etag), b"two", "what If-None-Match gives")
    head = s3.head_object(Bucket=bucket, Key="k")
    refused("304", s3.head_object, Bucket=bucket, Key="k", IfModifiedSince=head["LastModified"])

    def race(number):
        try:
            s3.put_object(Bucket=bucket, Key="race", Body=str(number).encode(), IfNoneMatch="*")
            return True
        except ClientError as e:
            codes = ("PreconditionFailed", "ConditionalRequestConflict")
            assert e.response["Error"]["Code"] in codes, e
            return False

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        equal(sum(pool.map(race, range(8))), 1, "the number of winners")
    upload = s3.create_multipart_upload(Bucket=bucket, Key="k")["UploadId"]
    part = s3.upload_part(Bucket=bucket, Key="k", UploadId=upload, PartNumber=1, Body=b"p")
    parts = {"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}
    name = {"Bucket": bucket, "Key": "k", "UploadId": upload, "MultipartUpload": parts}
    refused("PreconditionFailed", s3.complete_multipart_upload, IfNoneMatch="*", **name)
    s3.complete_multipart_upload(**name)
    equal(read(bucket, "k"), b"p", "what was completed")
    remove(bucket)


def reads():
    bucket = new_bucket("reads")
    s3.put_object(
        Bucket=bucket,
        Key="k",
        Body=b"0123456789",
        ContentType="text/plain; charset=UTF-8",
        ContentDisposition='attachment; filename="a b.txt"',
        ContentLanguage="de",
        CacheControl="no-cache",
        Expires="Thu, 01 Dec 2033 16:00:00 GMT",
        Metadata={"Some-Name": "a  value, with = signs"},
    )
    head = s3.head_object(Bucket=bucket, Key="k")
    equal(head["ContentType"], "text/plain; charset=UTF-8", "Content-Type")
    equal(head["ContentDisposition"], 'attachment; filename="a b.txt"', "Content-Disposition")
    equal(head["Metadata"], {"some-name": "a  value, with = signs"}, "metadata")
    equal(head["ExpiresString"], "Thu, 01 Dec 2033 16:00:00 GMT", "Expires")
    for span, expected in ("0-3", b"0123"), ("-3", b"789"), ("7-", b"789"), ("-100", b"0123456789"):
        got = s3.get_object(Bucket=bucket, Key="k", Range=f"bytes={span}")
        equal((got["ResponseMetadata"]["HTTPStatusCode"], got["Body"].read()), (206, expected), span)
    refused("InvalidRange", s3.get_object, Bucket=bucket, Key="k", Range="bytes=10-")
    got = s3.get_object(
        Bucket=bucket, Key="k", ResponseContentType="a/b", ResponseCacheControl="max-age=1"
    )
    equal((got["ContentType"], got["CacheControl"]), ("a/b", "max-age=1"), "overrides")
    s3.put_object(Bucket=bucket, Key="plain", Body=b"x")
    equal(s3.head_object(Bucket=bucket, Key="plain")["ContentType"], "binary/octet-stream", "type")
    remove(bucket)


def deletions():
    bucket = new_bucket("delete")
    for number in range(5):
        s3.put_object(Bucket=bucket, Key=f"k<{number}>&", Body=b"x")
    names = [{"Key": f"k<{number}>&"} for number in range(7)]
    answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": names})
    equal(len(answer["Deleted"]), 7, "the number of deleted keys, missing ones included")
    equal(answer.get("Errors", []), [], "errors")
    equal(s3.list_objects_v2(Bucket=bucket)["KeyCount"], 0, "what is left")
    s3.delete_object(Bucket=bucket, Key="missing")
    remove(bucket)


def versions():
    bucket = new_bucket("versions")
    s3.put_object(Bucket=bucket, Key="k", Body=b"null")
    status = {"Bucket": bucket, "VersioningConfiguration": {"Status": "Enabled"}}
    s3.put_bucket_versioning(**status)
    one = s3.put_object(Bucket=bucket, Key="k", Body=b"one", Tagging="a=b&c=d")["VersionId"]
    two = s3.put_object(Bucket=bucket, Key="k", Body=b"two")["VersionId"]
    equal(s3.get_object(Bucket=bucket, Key="k", VersionId=one)["TagCount"], 2, "TagCount")
    marker = s3.delete_object(Bucket=bucket, Key="k")["VersionId"]
    refused("NoSuchKey", s3.get_object, Bucket=bucket, Key="k")
    refused("MethodNotAllowed", s3.get_object, Bucket=bucket, Key="k", VersionId=marker)
    equal(read(bucket, "k", VersionId="null"), b"null", "the version from before")
    listed = s3.list_object_versions(Bucket=bucket)
    equal([each["VersionId"] for each in listed["Versions"]], [two, one, "null"], "versions")
    equal([each["IsLatest"] for each in listed["DeleteMarkers"]], [True], "markers")
    s3.delete_object(Bucket=bucket, Key="k", VersionId=marker)
    equal(read(bucket, "k"), b"two", "what the marker hid")
    s3.copy_object(
        Bucket=bucket, Key="k", CopySource={"Bucket": bucket, "Key": "k", "VersionId": one}
    )
    equal(read(bucket, "k"), b"one", "the version that was brought back")
    status["VersioningConfiguration"]["Status"] = "Suspended"
    s3.put_bucket_versioning(**status)
    equal(s3.put_object(Bucket=bucket, Key="k", Body=b"new null").get("VersionId"), "null", "id")
    equal(read(bucket, "k", VersionId=two), b"two", "a version from before")
    equal(len(s3.list_object_versions(Bucket=bucket)["Versions"]), 4, "the number of versions")
    refused("BucketNotEmpty", s3.delete_bucket, Bucket=bucket)
    remove(bucket)


def refusals():
    bucket = new_bucket("refuse")
    stranger = client(key="NOBODYKNOWSTHIS", secret="x" * 40)
    refused("InvalidAccessKeyId", stranger.list_objects_v2, Bucket=bucket)
    refused("SignatureDoesNotMatch", client(secret="y" * 40).list_objects_v2, Bucket=bucket)
    refused("SignatureDoesNotMatch", client("s3", secret="y" * 40).list_objects_v2, Bucket=bucket)
    answer = refused("NoSuchKey", s3.get_object, Bucket=bucket, Key="none")
    assert answer["ResponseMetadata"]["RequestId"], "no request id"
    refused("NoSuchBucket", s3.get_object, Bucket=bucket + "-none", Key="k")
    refused("NoSuchTagSet", s3.get_bucket_tagging, Bucket=bucket)
    refused("InvalidBucketName", s3.create_bucket, Bucket="Not_A_Bucket_Name")
    site = {"IndexDocument": {"Suffix": "index.html"}}
    refused("NotImplemented", s3.put_bucket_website, Bucket=bucket, WebsiteConfiguration=site)
    equal(client("s3").list_objects_v2(Bucket=bucket)["KeyCount"], 0, "a listing signed with SigV2")
    payload = client(payload_signing_enabled=True)
    payload.put_object(Bucket=bucket, Key="signed", Body=io.BytesIO(noise(90_000, 7)))
    equal(read(bucket, "signed"), noise(90_000, 7), "a payload that was signed")
    remove(bucket)


SCENARIOS = [
    default_checksums,
    every_checksum,
    multipart_checksums,
    awkward_keys,
    listings,
    presigned,
    post_forms,
    transfers,
    conditions,
    reads,
    deletions,
    versions,
    refusals,
]

if __name__ == "__main__":
    chosen = sys.argv[1:]
    for scenario in SCENARIOS:
        if not chosen or scenario.__name__ in chosen:
            start = time.monotonic()
            scenario()
            print(f"-- {scenario.__name__} {time.monotonic() - start:.1f} s", flush=True)
