"""Buckets as they were, through /v1 and through boto3, against a model that remembers every state.

A seeded history of every kind of change is made; then random moments of it are looked at, in both
ways: all objects, pages, prefixes, delimiters, versions, bytes, ranges, tags. Some are looked at
while prefixes are still being settled. Beside what other scenarios are given, see lib.sh:

  PAST_SEED        of the history, 1 where it is not given
  PAST_POSITIONS   how many moments are looked at, 100 where it is not given
"""

import base64
import datetime
import hashlib
import json
import os
import random
import time
import urllib.error
import urllib.parse
import urllib.request

import boto3
from botocore.client import Config
from botocore.exceptions import ClientError

from past_model import Model

ENDPOINT = os.environ["ENDPOINT"]
KEY = os.environ["AWS_ACCESS_KEY_ID"]
SECRET = os.environ["AWS_SECRET_ACCESS_KEY"]
BUCKET = os.environ["BUCKET_PREFIX"] + "-past"
SEED = int(os.environ.get("PAST_SEED", "1"))
MOMENTS = int(os.environ.get("PAST_POSITIONS", "100"))
CHANGES_MADE = min(MOMENTS * 6, 1500)  # of which any number of moments is looked at
WIDE = 300  # objects below a prefix, more than one step of settling takes

dice = random.Random(SEED)
s3 = boto3.client(
    "s3",
    endpoint_url=ENDPOINT,
    region_name="us-east-1",
    aws_access_key_id=KEY,
    aws_secret_access_key=SECRET,
    config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}),
)
BASIC = "Basic " + base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()


class Refused(Exception):
    def __init__(self, status, body):
        super().__init__(f"{status} {body}")
        self.status = status


def v1(method, path, body=None, **query):
    """Asks the API: JSON in and out, but for bytes."""
    text = urllib.parse.urlencode(query)
    request = urllib.request.Request(
        ENDPOINT + "/v1/" + urllib.parse.quote(path) + ("?" + text if text else ""),
        method=method,
        headers={"Authorization": BASIC},
        data=body if isinstance(body, bytes) or body is None else json.dumps(body).encode(),
    )
    try:
        with urllib.request.urlopen(request) as answer:
            told = answer.read()
            if "json" in answer.headers.get("Content-Type", ""):
                return json.loads(told)
            return told
    except urllib.error.HTTPError as e:
        raise Refused(e.code, e.read().decode()) from e


model = Model()
FOLDERS = ["", "a/", "a/b/", "c/", "ü/"]
NAMES = ["x", "y z", "é", "1", "1+2", "n%n", "\U00010000", "\ufffd"]
KEYS = [folder + name for folder in FOLDERS for name in NAMES]


def a_key():
    return dice.choice(KEYS)


def an_object():
    objects = model.objects()
    return dice.choice(objects) if objects else None


def content():
    size = dice.choice([0, 1, 30, 1000, 70000])
    return dice.randbytes(size)


def put():
    key, body = a_key(), content()
    s3.put_object(Bucket=BUCKET, Key=key, Body=body)
    model.put(key, body)


def put_on_v1():
    key, body = a_key(), content()
    v1("PUT", f"buckets/{BUCKET}/objects/{key}", body)
    model.put(key, body)


def multipart():
    key, body = a_key(), content()
    upload = s3.create_multipart_upload(Bucket=BUCKET, Key=key)["UploadId"]
    part = s3.upload_part(Bucket=BUCKET, Key=key, UploadId=upload, PartNumber=7, Body=body)
    s3.complete_multipart_upload(
        Bucket=BUCKET,
        Key=key,
        UploadId=upload,
        MultipartUpload={"Parts": [{"PartNumber": 7, "ETag": part["ETag"]}]},
    )
    model.put(key, body)


def delete():
    key = dice.choice([a_key(), an_object() or a_key()])
    s3.delete_object(Bucket=BUCKET, Key=key)
    model.delete(key)


def delete_version():
    keys = [key for key, versions in model.keys.items() if versions]
    if keys:
        key = dice.choice(sorted(keys))
        index = dice.randrange(len(model.keys[key]))
        told = v1("GET", f"buckets/{BUCKET}/versions/{key}", limit=1000)["versions"]
        v1("DELETE", f"buckets/{BUCKET}/objects/{key}", version=told[index]["version"])
        model.delete_version(key, index)


def tag():
    key = an_object()
    if key:
        tags = {"n": str(dice.randrange(1000))}
        tag_set = [{"Key": k, "Value": v} for k, v in tags.items()]
        s3.put_object_tagging(Bucket=BUCKET, Key=key, Tagging={"TagSet": tag_set})
        model.tag(key, tags)


def copy():
    source, key = an_object(), a_key()
    if source and source != key:
        s3.copy_object(Bucket=BUCKET, Key=key, CopySource={"Bucket": BUCKET, "Key": source})
        version = model.current(source)
        model.put(key, version.body, version.tags)


def versioning():
    to = dice.choice(["Enabled", "Enabled", "Suspended"])
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": to})
    model.versioning = to.upper()


def transaction():
    keys = dice.sample(KEYS, 4)
    first, second = content(), content()
    parts = []
    for key, body in ((keys[0], first), (keys[1], second)):
        staged = v1("POST", f"buckets/{BUCKET}/staged", body)["staged"]
        parts.append({"put": {"bucket": BUCKET, "key": key, "staged": staged}})
    source = an_object()
    changes = [lambda: model.put(keys[0], first), lambda: model.put(keys[1], second)]
    if source and source not in keys:
        version = model.current(source)
        parts.append(
            {"copy": {"bucket": BUCKET, "from": {"key": source}, "to": {"key": keys[2]}}}
        )
        changes.append(lambda: model.put(keys[2], version.body, version.tags))
    parts.append({"delete": {"bucket": BUCKET, "key": keys[3]}})
    changes.append(lambda: model.delete(keys[3]))
    v1("POST", "transactions", {"parts": parts})
    for change in changes:
        change()


def again(call):
    """A range that is still being settled is refused for a moment."""
    until = time.monotonic() + 60
    while True:
        try:
            return call()
        except Refused as e:
            if e.status != 409 or time.monotonic() > until:
                raise
            time.sleep(0.05)


def delete_prefix():
    prefix = dice.choice(["a/", "a/b/", "c/", "w/", "w/1"])
    again(lambda: v1("DELETE", f"buckets/{BUCKET}/objects", prefix=prefix))
    for key in model.objects(prefix):
        model.delete(key)


def move_prefix():
    source, target = dice.sample(["a/b/", "c/", "ü/", "m/", "w/", "v/"], 2)
    again(
        lambda: v1(
            "POST",
            f"buckets/{BUCKET}/move",
            {"from": {"prefix": source}, "to": {"prefix": target}},
        )
    )
    for key in model.objects(source):
        version = model.current(key)
        model.put(target + key[len(source) :], version.body, version.tags)
        model.delete(key)


def widen():
    """Many objects at once, so that what is done to their prefix takes a while to settle."""
    staged = []
    for i in range(WIDE):
        body = str(i).encode()
        told = v1("POST", f"buckets/{BUCKET}/staged", body)["staged"]
        staged.append((f"w/{i:03}", body, told))
    v1(
        "POST",
        "transactions",
        {"parts": [{"put": {"bucket": BUCKET, "key": k, "staged": s}} for k, _, s in staged]},
    )
    for key, body, _ in staged:
        model.put(key, body)


CHANGES = (
    [put] * 8
    + [put_on_v1] * 3
    + [delete] * 6
    + [delete_version] * 3
    + [tag] * 3
    + [copy] * 4
    + [multipart] * 2
    + [transaction] * 2
    + [versioning]
    + [delete_prefix] * 2
    + [move_prefix] * 2
)


class Moment:
    """A state of the model, and when the server was in it."""

    def __init__(self, first, last, time, state):
        self.first = first
        self.last = last
        self.time = time
        self.state = state

    def names(self):
        position = dice.randint(self.first, self.last)
        names = [(f"{BUCKET}--at--p{position}", str(position))]
        if self.time:
            text = self.time.strftime("%Y%m%dt%H%M%S") + f"{self.time.microsecond // 1000:03}z"
            rfc = self.time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{self.time.microsecond // 1000:03}Z"
            names.append((f"{BUCKET}--at--{text}", rfc))
        return dice.choice(names)


def position():
    return v1("GET", "stats")["position"]


def a_time():
    """One that is over, and in which nothing else happens."""
    time.sleep(0.003)
    now = datetime.datetime.now(datetime.timezone.utc)
    time.sleep(0.003)
    return now


def pages(call, **more):
    while True:
        page = call(**more)
        yield page
        if not page["IsTruncated"]:
            return
        for name in ("ContinuationToken", "Marker", "KeyMarker", "VersionIdMarker"):
            if "Next" + name in page:
                more[name] = page["Next" + name]
        if "Marker" in page and "NextMarker" not in page:
            more["Marker"] = page["Contents"][-1]["Key"]


def every_version(bucket):
    """In no order: boto3 takes apart versions and markers, which come in one."""
    found = []
    size = dice.choice([50, 1000])
    for page in pages(s3.list_object_versions, Bucket=bucket, MaxKeys=size):
        markers = [{**one, "Marker": True} for one in page.get("DeleteMarkers", [])]
        found += [{**one, "Marker": False} for one in page.get("Versions", [])] + markers
    return found


def expect(what, actual, expected):
    if actual != expected:
        raise AssertionError(f"{what}\n  is       {actual}\n  expected {expected}")


def listing(state, prefix, delimiter):
    """What a listing shows: keys, and what they have in common."""
    keys, prefixes = [], []
    for key in sorted(state, key=lambda k: k.encode()):
        if state[key][0].marker or not key.startswith(prefix):
            continue
        cut = key.find(delimiter, len(prefix)) if delimiter else -1
        if cut < 0:
            keys.append(key)
        elif key[: cut + len(delimiter)] not in prefixes:
            prefixes.append(key[: cut + len(delimiter)])
    return keys, prefixes


def look(moment):
    view, as_of = moment.names()
    state = moment.state
    look_at_lists(view, as_of, state)
    look_at_versions(view, as_of, state)
    for key in dice.sample(KEYS + ["w/001", "v/050", "m/x"], 5):
        look_at(view, as_of, state, key)


def look_at_lists(view, as_of, state):
    asked = [("", ""), ("", "/"), (dice.choice(["a/", "a", "w/0", "none", "ü"]), "/")]
    for prefix, delimiter in asked:
        expected = listing(state, prefix, delimiter)
        what = f"{view} {prefix!r} {delimiter!r}"
        size = dice.choice([1, 2, 7, 1000]) if delimiter else dice.choice([50, 1000])
        for call in (s3.list_objects_v2, s3.list_objects):
            keys, prefixes = [], []
            for page in pages(
                call, Bucket=view, Prefix=prefix, Delimiter=delimiter, MaxKeys=size
            ):
                keys += [one["Key"] for one in page.get("Contents", [])]
                prefixes += [one["Prefix"] for one in page.get("CommonPrefixes", [])]
            expect(what, (keys, prefixes), expected)
        for bucket, more in ((BUCKET, {"as-of": as_of}), (view, {})):
            expect(what, listed_on_v1(bucket, prefix, delimiter, size, more), expected)


def listed_on_v1(bucket, prefix, delimiter, size, more):
    keys, prefixes = [], []
    query = {"prefix": prefix, "delimiter": delimiter, "limit": size, **more}
    while True:
        page = v1("GET", f"buckets/{bucket}/objects", **query)
        keys += [one["key"] for one in page["objects"]]
        prefixes += page["prefixes"]
        if "next" not in page:
            return keys, prefixes
        query["cursor"] = page["next"]


def look_at_versions(view, as_of, state):
    expected = [
        (key, version.null, version.marker, index == 0, len(version.body))
        for key in sorted(state, key=lambda k: k.encode())
        for index, version in enumerate(state[key])
    ]
    listed = every_version(view)
    shown = [
        (v["Key"], v["VersionId"] == "null", v["Marker"], v["IsLatest"], v.get("Size", 0))
        for v in listed
    ]
    expect(f"versions of {view}", sorted(shown), sorted(expected))
    for bucket, more in ((BUCKET, {"as-of": as_of}), (view, {})):
        told, query = [], {"limit": dice.choice([50, 1000]), **more}
        while True:
            page = v1("GET", f"buckets/{bucket}/versions", **query)
            told += [
                (v["key"], v["kind"] == "delete-marker", v["latest"], v.get("size", 0))
                for v in page["versions"]
            ]
            if "next" not in page:
                break
            query["cursor"] = page["next"]
        expect(f"versions of {view} on /v1", told, [(k, m, l, s) for k, _, m, l, s in expected])


def look_at(view, as_of, state, key):
    versions = state.get(key, ())
    current = versions[0] if versions and not versions[0].marker else None
    v1_paths = ((BUCKET, {"as-of": as_of}), (view, {}))
    if current is None:
        for call in (s3.get_object, s3.head_object):
            try:
                call(Bucket=view, Key=key)
                raise AssertionError(f"{key} was not in {view}")
            except ClientError as e:
                expect(key, e.response["ResponseMetadata"]["HTTPStatusCode"], 404)
        for bucket, more in v1_paths:
            try:
                v1("GET", f"buckets/{bucket}/objects/{key}", **more)
                raise AssertionError(f"{key} was not in {view}")
            except Refused as e:
                expect(key, e.status, 404)
        return
    what = f"{key} of {view}"
    expect(what, s3.get_object(Bucket=view, Key=key)["Body"].read(), current.body)
    expect(what, s3.head_object(Bucket=view, Key=key)["ContentLength"], len(current.body))
    tags = s3.get_object_tagging(Bucket=view, Key=key)["TagSet"]
    expect(what, {one["Key"]: one["Value"] for one in tags}, current.tags)
    if len(current.body) > 10:
        part = s3.get_object(Bucket=view, Key=key, Range="bytes=5-9")["Body"].read()
        expect(what, part, current.body[5:10])
    for bucket, more in v1_paths:
        expect(what, v1("GET", f"buckets/{bucket}/objects/{key}", **more), current.body)
        expect(what, v1("GET", f"buckets/{bucket}/tags/{key}", **more)["tags"], current.tags)
        told = v1("GET", f"buckets/{bucket}/versions/{key}", limit=1000, **more)["versions"]
        expect(what, [v["kind"] == "delete-marker" for v in told], [v.marker for v in versions])
        index = dice.randrange(len(versions))
        if not versions[index].marker:
            named = v1(
                "GET",
                f"buckets/{bucket}/objects/{key}",
                version=told[index]["version"],
                **more,
            )
            expect(what, named, versions[index].body)
    listed = s3.list_object_versions(Bucket=view, Prefix=key)
    for one in listed.get("Versions", []):
        if one["Key"] == key:
            body = s3.get_object(Bucket=view, Key=key, VersionId=one["VersionId"])["Body"].read()
            expect(what, '"' + hashlib.md5(body).hexdigest() + '"' == one["ETag"], True) if (
                "-" not in one["ETag"]
            ) else None
            expect(what, body in [v.body for v in versions if not v.marker], True)


def main():
    s3.create_bucket(Bucket=BUCKET)
    moments = []
    looked = 0
    for step in range(CHANGES_MADE):
        first = position()
        change = widen if step % 200 == 20 else dice.choice(CHANGES)
        change()
        time_of = a_time() if dice.random() < 0.3 else None
        if moments:
            moments[-1].last = max(moments[-1].first, first)
        moments.append(Moment(position(), position(), time_of, model.state()))
        if looked < MOMENTS // 2 and (change in (delete_prefix, move_prefix) or step % 20 == 0):
            # The first of them while ranges are being settled: of late, and of any time.
            look(dice.choice(moments[-3:] if dice.random() < 0.6 else moments))
            looked += 1
    while looked < MOMENTS:
        look(dice.choice(moments))
        looked += 1
    expect("what there is now", listing(model.state(), "", "")[0], listed_now())
    print(f"seed {SEED}: {looked} moments of {len(moments)} changes are as they were")


def listed_now():
    keys = []
    for page in pages(s3.list_objects_v2, Bucket=BUCKET):
        keys += [one["Key"] for one in page.get("Contents", [])]
    return keys


main()
