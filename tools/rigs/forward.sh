#!/usr/bin/env bash
# Large bodies through a node that does not own them: two nodes on this machine, where the one that is
# asked has a small heap. It passes writes on to the owner, and fetches from there what is read. A put, a
# multipart upload and a get of each, whose digests are compared; tells how fast that was and how much
# memory the node took.
#
#     tools/rigs/forward.sh [GIB [HEAP]]      5 and 128m where nothing is said
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
gib=${1:-5}
heap=${2:-128m}
# Not by awk, some of which go no further than 2 GiB.
bytes=$(python3 -c 'import sys; print(int(float(sys.argv[1]) * 2**30))' "$gib")
work=$(mktemp -d "${TMPDIR:-/tmp}/varve-forward-XXXXXX")
export AWS_ACCESS_KEY_ID=VARVEFORWARDRIG1 AWS_SECRET_ACCESS_KEY
AWS_SECRET_ACCESS_KEY=$(head -c 30 /dev/urandom | base64 | tr -d '+/=\n')
export AWS_DEFAULT_REGION=us-east-1 AWS_REQUEST_CHECKSUM_CALCULATION=when_required
VARVE_CLUSTER_BOOTSTRAP_TOKEN=$(head -c 30 /dev/urandom | base64 | tr -d '+/=\n')
export VARVE_CLUSTER_BOOTSTRAP_TOKEN

pids=()
finish() {
    trap - EXIT INT TERM
    [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2> /dev/null || true
    wait || true
    rm -rf "$work"
}
trap finish EXIT INT TERM

fail() {
    echo "forward: $*" >&2
    tail -n 20 "$work"/*.log >&2
    exit 1
}

# Two objects at the owner; the other one keeps what it fetches to answer a read.
need=$((bytes * 9 / 2))
[ "$(df -PB1 "$work" | awk 'NR == 2 { print $4 }')" -gt "$need" ] || fail "needs $need bytes in $work"

port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Name, port, further settings.
node() {
    local name=$1 port=$2
    shift 2
    "$here/tools/varve" serve --data "$work/$name" --listen "127.0.0.1:$port" \
        --set "cluster.name=$name" --set "cluster.advertise=http://127.0.0.1:$port" \
        --set access-log.format=none "$@" > "$work/$name.log" 2>&1 &
    pids+=($!)
    for _ in $(seq 600); do
        ! grep -q '^varve listens on' "$work/$name.log" || return 0
        kill -0 "${pids[-1]}" 2> /dev/null || break
        sleep 0.2
    done
    fail "node $name does not start"
}

# The same bytes each time, which do not compress.
content() {
    head -c "$bytes" /dev/zero | openssl enc -aes-128-ctr \
        -K 00000000000000000000000000000007 -iv 00000000000000000000000000000000
}

digest() {
    sha256sum | cut -d ' ' -f 1
}

# Title, command: says how fast it moved all the bytes.
timed() {
    local title=$1 begun
    shift
    begun=$(date +%s.%N)
    "$@" || fail "$title failed"
    awk -v t="$title" -v b="$bytes" -v s="$begun" -v e="$(date +%s.%N)" \
        'BEGIN { printf "%-28s %6.1f s  %6.1f MB/s\n", t, e - s, b / (e - s) / 1e6 }'
}

put() {
    content | curl -sS -f -T - -H "Content-Length: $bytes" -H 'Transfer-Encoding:' -H 'Expect: 100-continue' \
        --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" --aws-sigv4 aws:amz:us-east-1:s3 \
        -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD' "$asked/big/put"
}

multipart() {
    content | aws --endpoint-url "$asked" s3 cp --expected-size "$bytes" - s3://big/multipart
}

# Where, key: whether these are the bytes.
get() {
    local got
    got=$(curl -sS -f --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" \
        --aws-sigv4 aws:amz:us-east-1:s3 -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD' "$1/big/$2" | digest)
    [ "$got" = "$expected" ] || fail "other bytes at $1 of $2"
}

owner_port=$(port)
asked_port=$(port)
owner=http://127.0.0.1:$owner_port
asked=http://127.0.0.1:$asked_port
node owner "$owner_port"
VARVE_JAVA_OPTS="-Xmx$heap" node asked "$asked_port" --set "cluster.join=$owner"
"$here/tools/varve" cluster layout --server "$owner" > "$work/layout.json"
# The one that is asked fetches no bytes by itself, so that a read has to.
python3 - "$work/layout.json" << 'END'
import json, sys
layout = json.load(open(sys.argv[1]))
layout.update(mode="assigned", default_owner="owner", not_owner="forward", epoch=layout["epoch"] + 1)
for member in layout["members"]:
    if member["name"] == "asked":
        member["exclude"] = ["*/"]
json.dump(layout, open(sys.argv[1], "w"))
END
"$here/tools/varve" cluster set "$work/layout.json" --server "$owner"
aws --endpoint-url "$owner" s3 mb s3://big > /dev/null
for _ in $(seq 100); do
    ! aws --endpoint-url "$asked" s3 ls s3://big > /dev/null 2>&1 || break
    sleep 0.2
done

expected=$(content | digest)
echo "$gib GiB ($bytes bytes) through a node with a heap of $heap"
timed "put" put
timed "get from the owner" get "$owner" put
timed "get through the other" get "$asked" put
timed "multipart upload" multipart
timed "get of it through the other" get "$asked" multipart
rss=$(awk '/^VmHWM:/ { print int($2 / 1024) }' "/proc/${pids[1]}/status")
echo "the node that was asked took up to $rss MiB of memory, and holds $(du -sm "$work/asked/blobs" 2> /dev/null | cut -f 1) MiB of blobs"
