#!/usr/bin/env bash
# rclone: trees, streams, parts, copies inside the server, times.
. "$(dirname "$0")/lib.sh"

export RCLONE_CONFIG=$work/rclone.conf RCLONE_S3_UPLOAD_CUTOFF=8Mi RCLONE_S3_CHUNK_SIZE=5Mi
export RCLONE_S3_COPY_CUTOFF=8Mi RCLONE_RETRIES=1 RCLONE_LOW_LEVEL_RETRIES=1
# It reads what is meant for other clients, and cannot use it.
unset AWS_CA_BUNDLE
[ -z "$CA_FILE" ] || export RCLONE_CA_CERT=$CA_FILE
(
    umask 077
    cat >"$RCLONE_CONFIG" <<END
[lake]
type = s3
provider = Other
endpoint = $ENDPOINT
region = us-east-1
access_key_id = $AWS_ACCESS_KEY_ID
secret_access_key = $AWS_SECRET_ACCESS_KEY
acl = private
END
)
bucket=lake:$BUCKET_PREFIX-rclone

step "mkdir, copy, check byte for byte"
rclone mkdir "$bucket"
tree up
touch -d '2001-02-03 04:05:06.789' up/one.txt
rclone copy up "$bucket/tree"
shows ' 0 differences found' rclone check --download up "$bucket/tree"
equal "$(rclone lsf -R --files-only "$bucket/tree" | wc -l)" 6 "the number of files listed"
equal "$(rclone lsf --format t "$bucket/tree/one.txt")" "$(date -r up/one.txt '+%F %T')" \
    "the time that was kept"

step "sync up with a deletion, sync down"
rm up/sub/noise.bin
echo changed >up/one.txt
rclone sync up "$bucket/tree"
rclone sync "$bucket/tree" down
alike up down
equal "$(rclone sync --dry-run up "$bucket/tree" 2>&1 | grep -c 'NOTICE.*Skipped' || true)" 0 \
    "what a second sync would do"

step "20 MB in parts, up, down, and copied inside the server"
noise 20971520 big >big.bin
rclone copyto big.bin "$bucket/big.bin"
rclone copyto "$bucket/big.bin" "$bucket/big copy.bin"
rclone moveto "$bucket/big copy.bin" "$bucket/moved.bin"
rclone copyto "$bucket/moved.bin" big.back
same big.bin big.back
equal "$(rclone lsf "$bucket" | tr '\n' ' ')" "big.bin moved.bin tree/ " "what is in the bucket"
equal "$(rclone cat --offset 1000000 --count 5000 "$bucket/big.bin" | md5sum)" \
    "$(slice big.bin 1000000 5000 | md5sum)" "a range"

step "a stream of unknown length, hashes"
noise 12000000 stream | rclone rcat "$bucket/stream.bin"
equal "$(rclone cat "$bucket/stream.bin" | md5sum)" "$(noise 12000000 stream | md5sum)" "the stream"
rclone md5sum "$bucket/tree" | sort >sums.remote
(cd up && rclone md5sum . | sort) >sums.local
same sums.local sums.remote

step "touch: a copy onto itself with other metadata"
rclone touch -t 2011-12-13T14:15:16 "$bucket/tree/one.txt"
equal "$(rclone lsf --format t "$bucket/tree/one.txt")" "2011-12-13 14:15:16" "the new time"
equal "$(rclone cat "$bucket/tree/one.txt")" changed "what the touched file holds"

step "a bucket as it was: a deleted tree comes back byte for byte, though its bucket is gone"
view=$bucket--at--$(moment)
rclone delete "$bucket/tree"
rclone sync "$view/tree" restored
alike up restored
shows ' 0 differences found' rclone check --download up "$view/tree"
rclone sync "$view/tree" "$bucket/tree"
shows ' 0 differences found' rclone check --download up "$bucket/tree"
refused MethodNotAllowed rclone copyto up/one.txt "$view/two.txt"
refused MethodNotAllowed rclone deletefile "$view/tree/one.txt"

step "delete, purge"
rclone delete --include '*.txt' "$bucket/tree"
equal "$(rclone lsf -R --files-only "$bucket/tree")" empty "what is left"
rclone purge "$bucket"
rclone copy "$view/tree" "restored from a bucket that is gone"
alike up "restored from a bucket that is gone"
if rclone lsf lake: | grep "$BUCKET_PREFIX-rclone"; then
    fail "the bucket is still there"
fi
