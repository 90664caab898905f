#!/usr/bin/env bash
# How long puts wait while 64 connections read one small object as fast as they can. Virtual threads are
# scheduled by queues of their carriers first: where sockets are watched by virtual threads too, a few busy
# connections keep everybody else from running, for seconds. The flags of `tools/varve` prevent that
# (jdk.pollerMode); what is given here comes after them. Needs wrk, curl and aws.
#
#     tools/rigs/puts-beside-gets.sh [JVM-FLAG...]      such as -Djdk.pollerMode=2 to see the difference
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/varve-beside-XXXXXX")
export AWS_ACCESS_KEY_ID=VARVEBESIDERIG01 AWS_SECRET_ACCESS_KEY AWS_DEFAULT_REGION=us-east-1
AWS_SECRET_ACCESS_KEY=$(head -c 30 /dev/urandom | base64 | tr -d '+/=\n')
pids=()
finish() {
    trap - EXIT INT TERM
    [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2> /dev/null || true
    wait || true
    rm -rf "$work"
}
trap finish EXIT INT TERM

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
url=http://127.0.0.1:$port
"$here/tools/varve" version > /dev/null
VARVE_JAVA_OPTS="$*" "$here/tools/varve" serve --data "$work/data" --listen "127.0.0.1:$port" \
    --set access-log.format=none > "$work/log" 2>&1 &
pids+=($!)
for _ in $(seq 300); do
    ! grep -q '^varve listens on' "$work/log" || break
    sleep 0.2
done

put() {
    curl -sS -f -m 60 -o /dev/null -w '%{time_total}\n' -X PUT -d hello \
        --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" --aws-sigv4 aws:amz:us-east-1:s3 \
        -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD' "$url/$1"
}

aws --endpoint-url "$url" s3 mb s3://beside > /dev/null
put beside/read > /dev/null
read_url=$(aws --endpoint-url "$url" s3 presign s3://beside/read)
timeout 60 wrk -t1 -c64 -d40s "$read_url" > "$work/wrk" 2>&1 &
reads=$!
sleep 5
end=$((SECONDS + 30))
while [ $SECONDS -lt $end ]; do
    put "beside/put-$RANDOM" >> "$work/times"
done
wait "$reads" || true
sort -n "$work/times" | awk '{ all[NR] = $1 }
    END { printf "%d puts one after the other: median %.0f ms, p99 %.0f ms, worst %.0f ms\n",
          NR, all[int((NR + 1) / 2)] * 1000, all[int((NR * 99 + 99) / 100)] * 1000, all[NR] * 1000 }'
grep 'Requests/sec' "$work/wrk" | sed 's/Requests\/sec:/reads a second beside them:/'
