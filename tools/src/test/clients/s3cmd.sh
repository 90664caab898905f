#!/usr/bin/env bash
# s3cmd: an older client that signs and lists in ways of its own; with SigV4 and then with SigV2.
. "$(dirname "$0")/lib.sh"

config() {
    local host=${ENDPOINT#*://} https=False
    [[ $ENDPOINT != https:* ]] || https=True
    (
        umask 077
        cat >"$1" <<END
[default]
access_key = $AWS_ACCESS_KEY_ID
secret_key = $AWS_SECRET_ACCESS_KEY
host_base = $host
host_bucket = $host
bucket_location = us-east-1
use_https = $https
ca_certs_file = $CA_FILE
check_ssl_certificate = True
check_ssl_hostname = True
multipart_chunk_size_mb = 5
max_retries = 0
signature_v2 = $2
END
    )
}

s3cmd() {
    command s3cmd --config "$config" --no-progress "$@"
}

scenario() {
    local bucket=s3://$BUCKET_PREFIX-s3cmd-$1
    step "$1: mb, put, ls, info, get"
    s3cmd --quiet mb "$bucket"
    echo "hello, lake" >small.txt
    s3cmd --quiet put --acl-private --mime-type=text/x-lake --add-header=x-amz-meta-colour:grey \
        small.txt "$bucket/dir/small.txt"
    shows 'MIME type: *text/x-lake' s3cmd info "$bucket/dir/small.txt"
    shows 'x-amz-meta-colour: *grey' s3cmd info "$bucket/dir/small.txt"
    shows "MD5 sum: *$(md5sum <small.txt | cut -d ' ' -f 1)" s3cmd info "$bucket/dir/small.txt"
    s3cmd --quiet get --force "$bucket/dir/small.txt" back.txt
    same small.txt back.txt
    equal "$(s3cmd ls "$bucket/dir/" | awk '{ print $3, $4 }')" "12 $bucket/dir/small.txt" \
        "the listing"
    equal "$(s3cmd du "$bucket" | awk '{ print $1, $2 }')" "12 1" "bytes and objects"
    shows 'Location: *us-east-1' s3cmd info "$bucket"

    step "$1: keys that must be escaped"
    local key="dir/it's a+b & c=d#f%41 (ü) [1] ~\$;,@:!.txt"
    s3cmd --quiet put small.txt "$bucket/$key"
    s3cmd --quiet get --force "$bucket/$key" weird.txt
    same small.txt weird.txt
    equal "$(s3cmd ls "$bucket/dir/" | grep -cF "$key")" 1 "lines with the escaped key"

    step "$1: 12 MB in parts, cp and mv inside the server"
    noise 12582912 big >big.bin
    s3cmd --quiet put big.bin "$bucket/big.bin"
    s3cmd --quiet cp "$bucket/big.bin" "$bucket/a copy.bin"
    s3cmd --quiet mv "$bucket/a copy.bin" "$bucket/moved.bin"
    s3cmd --quiet get --force "$bucket/moved.bin" big.back
    same big.bin big.back
    s3cmd --quiet modify --add-header=x-amz-meta-colour:green "$bucket/dir/small.txt"
    shows 'x-amz-meta-colour: *green' s3cmd info "$bucket/dir/small.txt"

    step "$1: sync up and down with deletions"
    rm -rf up down
    tree up
    s3cmd --quiet sync up/ "$bucket/tree/"
    rm up/one.txt
    echo changed >up/empty
    s3cmd --quiet sync --delete-removed up/ "$bucket/tree/"
    mkdir down
    s3cmd --quiet sync "$bucket/tree/" down/
    alike up down

    step "$1: del, rb"
    s3cmd --quiet del "$bucket/$key"
    refused 404 s3cmd info "$bucket/$key"
    s3cmd --quiet del --recursive --force "$bucket"
    s3cmd --quiet rb "$bucket"
    refused NoSuchBucket s3cmd ls "$bucket"
}

config=$work/s3cfg
config "$config" False
scenario v4
config "$config" True
scenario v2
