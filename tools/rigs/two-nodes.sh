#!/usr/bin/env bash
# Two nodes of one cluster on this machine, on 127.0.0.1:9000 and :9001, in ./varve-two (or $1).
# What is put into one can be read from the other. Ctrl-C stops both.
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
data=${1:-varve-two}
secret() { head -c 30 /dev/urandom | base64 | tr -d '+/=\n'; }

mkdir -p "$data"
# The same keys again at the next start, for its owner's eyes only.
if [ ! -f "$data/keys" ]; then
    (umask 077; echo "export AWS_ACCESS_KEY_ID=VARVETWONODES AWS_SECRET_ACCESS_KEY=$(secret)" > "$data/keys")
fi
. "$data/keys"
export AWS_DEFAULT_REGION=us-east-1
VARVE_CLUSTER_BOOTSTRAP_TOKEN=$(secret)
export VARVE_CLUSTER_BOOTSTRAP_TOKEN

pids=()
stop() {
    trap - EXIT INT TERM
    [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2> /dev/null || true
    wait
}
trap stop EXIT INT TERM

# Name, port, further settings.
node() {
    local name=$1 port=$2
    shift 2
    "$here/tools/varve" serve --data "$data/$name" --listen "127.0.0.1:$port" \
        --set "cluster.name=$name" --set "cluster.advertise=http://127.0.0.1:$port" \
        --set access-log.format=none "$@" > "$data/$name.log" 2>&1 &
    pids+=($!)
    for _ in $(seq 600); do
        if grep -q "^varve listens on" "$data/$name.log"; then
            return
        fi
        kill -0 "${pids[-1]}" 2> /dev/null || break
        sleep 0.2
    done
    cat "$data/$name.log" >&2
    exit 1
}

node a 9000
node b 9001 --set cluster.join=http://127.0.0.1:9000
cat << END
Two nodes are running. In another terminal:

. $data/keys; export AWS_DEFAULT_REGION=us-east-1
aws --endpoint-url http://127.0.0.1:9000 s3 mb s3://first
echo hello | aws --endpoint-url http://127.0.0.1:9000 s3 cp - s3://first/hello.txt
aws --endpoint-url http://127.0.0.1:9001 s3 cp s3://first/hello.txt -
END
wait
