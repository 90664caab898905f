"""Lifecycle rules through boto3: set, read back, ended, refused; and what objects and uploads tell of them.

What it is given and how it is called is said in lib.sh.
"""

import datetime
import os

import boto3
from botocore.client import Config
from botocore.exceptions import ClientError

s3 = boto3.client(
    "s3",
    endpoint_url=os.environ["ENDPOINT"],
    region_name="us-east-1",
    aws_access_key_id=os.environ["AWS_ACCESS_KEY_ID"],
    aws_secret_access_key=os.environ["AWS_SECRET_ACCESS_KEY"],
    verify=os.environ.get("CA_FILE") or None,
    config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}),
)
BUCKET = os.environ["BUCKET_PREFIX"] + "-rules"
UTC = datetime.timezone.utc

RULES = [
    {
        "ID": "old logs",
        "Status": "Enabled",
        "Filter": {
            "And": {
                "Prefix": "logs/",
                "Tags": [{"Key": "keep", "Value": "no"}, {"Key": "team", "Value": "ops & co"}],
                "ObjectSizeGreaterThan": 2,
                "ObjectSizeLessThan": 1_000_000,
            }
        },
        "Expiration": {"Days": 30},
    },
    {
        "ID": "by date",
        "Status": "Disabled",
        "Filter": {"Tag": {"Key": "campaign", "Value": "spring"}},
        "Expiration": {"Date": datetime.datetime(2099, 1, 31, tzinfo=UTC)},
    },
    {
        "ID": "versions",
        "Status": "Enabled",
        "Filter": {"Prefix": "logs/"},
        "Expiration": {"ExpiredObjectDeleteMarker": True},
        "NoncurrentVersionExpiration": {"NoncurrentDays": 7, "NewerNoncurrentVersions": 3},
    },
    {
        "ID": "small",
        "Status": "Enabled",
        "Filter": {"ObjectSizeLessThan": 10},
        "NoncurrentVersionExpiration": {"NoncurrentDays": 1},
    },
    {
        "ID": "uploads, all",
        "Status": "Enabled",
        "Filter": {"Prefix": "up/"},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 2},
    },
    {"ID": "legacy", "Status": "Enabled", "Prefix": "old/", "Expiration": {"Days": 1}},
]


def equal(actual, expected, what):
    assert actual == expected, f"{what}: {actual!r} and not {expected!r}"


def put(rules):
    return s3.put_bucket_lifecycle_configuration(
        Bucket=BUCKET, LifecycleConfiguration={"Rules": rules}
    )


def get():
    return s3.get_bucket_lifecycle_configuration(Bucket=BUCKET)["Rules"]


def refused(status, code, call, *arguments, **named):
    try:
        call(*arguments, **named)
    except ClientError as e:
        equal(e.response["Error"]["Code"], code, "code")
        equal(e.response["ResponseMetadata"]["HTTPStatusCode"], status, "status")
        assert e.response["Error"]["Message"], "no message"
        return e.response["Error"]["Message"]
    raise AssertionError(f"not refused with {code}")


def midnight(days):
    """So many whole days from now, and up to the next midnight."""
    day = datetime.datetime.now(UTC) + datetime.timedelta(days=days + 1)
    return day.replace(hour=0, minute=0, second=0, microsecond=0)


def documents():
    refused(404, "NoSuchLifecycleConfiguration", get)
    put(RULES)
    equal(get(), RULES, "rules that were set")
    put(RULES[:1])
    equal(get(), RULES[:1], "rules that replace others")
    nameless = {key: value for key, value in RULES[5].items() if key != "ID"}
    put([nameless])
    assert get()[0]["ID"], "a rule without a name"
    s3.delete_bucket_lifecycle(Bucket=BUCKET)
    refused(404, "NoSuchLifecycleConfiguration", get)
    s3.delete_bucket_lifecycle(Bucket=BUCKET)


def refusals():
    put(RULES[:1])
    rule = RULES[5]
    days = refused(400, "InvalidArgument", put, [{**rule, "Expiration": {"Days": 0}}])
    assert "'Days'" in days, days
    noon = {"Date": datetime.datetime(2099, 1, 31, 12, tzinfo=UTC)}
    refused(400, "InvalidArgument", put, [{**rule, "Expiration": noon}])
    same = refused(400, "InvalidArgument", put, [rule, rule])
    assert "Rule ID must be unique" in same, same
    refused(400, "MalformedXML", put, [{**rule, "Filter": {"Prefix": "a"}}])
    refused(400, "MalformedXML", put, [{**rule, "Status": "On"}])
    refused(400, "MalformedXML", put, [])
    refused(400, "InvalidRequest", put, [{"ID": "a", "Status": "Enabled", "Prefix": ""}])
    tagged = {**RULES[1], "Expiration": {"ExpiredObjectDeleteMarker": True}}
    refused(400, "InvalidRequest", put, [tagged])
    cold = {**rule, "Transitions": [{"Days": 1, "StorageClass": "GLACIER"}]}
    refused(400, "InvalidStorageClass", put, [cold])
    equal(get(), RULES[:1], "rules after what was refused")
    none = BUCKET + "-none"
    refused(404, "NoSuchBucket", s3.get_bucket_lifecycle_configuration, Bucket=none)
    refused(404, "NoSuchBucket", s3.delete_bucket_lifecycle, Bucket=none)


def objects():
    put(RULES)
    before = midnight(1)
    s3.put_object(Bucket=BUCKET, Key="old/a", Body=b"layer")
    told = s3.head_object(Bucket=BUCKET, Key="old/a")["Expiration"]
    dates = [when.strftime("%a, %d %b %Y 00:00:00 GMT") for when in (before, midnight(1))]
    assert told in [f'expiry-date="{date}", rule-id="legacy"' for date in dates], told
    tags = "keep=no&team=ops%20%26%20co"
    put_it = s3.put_object(Bucket=BUCKET, Key="logs/1", Body=b"layer", Tagging=tags)
    assert 'rule-id="old%20logs"' in put_it["Expiration"], put_it["Expiration"]
    assert "Expiration" not in s3.put_object(Bucket=BUCKET, Key="logs/2", Body=b"layer")
    assert "Expiration" not in s3.put_object(Bucket=BUCKET, Key="logs/1", Body=b"l", Tagging=tags)
    for key in "old/a", "logs/1", "logs/2":
        s3.delete_object(Bucket=BUCKET, Key=key)


def uploads():
    before = midnight(2)
    opened = s3.create_multipart_upload(Bucket=BUCKET, Key="up/a")
    named = {"Bucket": BUCKET, "Key": "up/a", "UploadId": opened["UploadId"]}
    parts = s3.list_parts(**named)
    equal(parts["AbortDate"], opened["AbortDate"], "the date that is told with the parts")
    assert opened["AbortDate"] in (before, midnight(2)), opened["AbortDate"]
    equal([each["AbortRuleId"] for each in (opened, parts)], ["uploads%2C%20all"] * 2, "rules")
    s3.abort_multipart_upload(**named)
    other = s3.create_multipart_upload(Bucket=BUCKET, Key="down/a")
    assert "AbortDate" not in other and "AbortRuleId" not in other, other
    s3.abort_multipart_upload(Bucket=BUCKET, Key="down/a", UploadId=other["UploadId"])


if __name__ == "__main__":
    s3.create_bucket(Bucket=BUCKET)
    for scenario in documents, refusals, objects, uploads:
        scenario()
        print(f"-- {scenario.__name__}", flush=True)
    s3.delete_bucket(Bucket=BUCKET)
