#!/usr/bin/env bash
# Does what the README tells a newcomer first: starts the server by its first command, word for word,
# pastes the aws lines that it prints into a shell, stops it, and starts it again.
#
# Only two things differ from a newcomer's machine, both through the environment: the port is a free
# one, and the data is in a directory that goes away.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
server=
# shellcheck disable=SC2329
finish() {
    [ -z "$server" ] || kill -9 "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

fail() {
    echo "first-command: $*" >&2
    sed 's/^/    /' "$work"/*.txt "$work"/*.err >&2
    exit 1
}

command=$(grep -m 1 '^tools/varve serve' README.md | sed 's/ *#.*//') || {
    echo "first-command: README.md has no line that starts with 'tools/varve serve'" >&2
    exit 1
}

# The environment of a newcomer, who has neither set up Varve nor AWS.
for name in $(compgen -e | grep -E '^(AWS|VARVE)_' || true); do
    unset "$name"
done
export VARVE_LISTEN=127.0.0.1:0 VARVE_DATA=$work/data

# start NAME: runs the command until it says that it listens; building may take minutes.
start() {
    # exec: the number of the process must be the server's.
    bash -c "exec $command" >"$work/$1.txt" 2>"$work/$1.err" &
    server=$!
    local tries=0
    until grep -q '^varve listens on ' "$work/$1.txt"; do
        kill -0 "$server" 2>/dev/null || fail "the server has ended"
        tries=$((tries + 1))
        [ $tries -lt 3000 ] || fail "the server does not come up"
        sleep 0.1
    done
    # What follows that line comes with it, but in writes of its own.
    sleep 0.5
}

stop() {
    kill -TERM "$server"
    local code=0
    wait "$server" || code=$?
    server=
    # What a JVM ends with after SIGTERM.
    [ $code -eq 143 ] || fail "the server ended with $code"
    [ -e "$work/data/CLEAN" ] || fail "the server did not close its store"
}

start first
grep -E '^(export|aws|echo) ' "$work/first.txt" >"$work/pasted.txt" || fail "nothing to paste"
grep -q '^aws ' "$work/pasted.txt" || fail "no aws line to paste"
export AWS_EC2_METADATA_DISABLED=true AWS_CONFIG_FILE=$work/none
bash -e "$work/pasted.txt" >"$work/answers.txt" 2>&1 || fail "the pasted lines fail"
grep -q 'hello.txt' "$work/answers.txt" || fail "the listing lacks the object"
stop

start again
grep -E '^export AWS_SHARED_CREDENTIALS_FILE=' "$work/again.txt" | sed 's/ makes .*//' \
    >"$work/pasted.txt" || fail "a second start does not say where the key is"
url=$(sed -n 's/^varve listens on \([^ ,]*\).*/\1/p' "$work/again.txt")
echo "aws --endpoint-url $url s3 cp s3://first/hello.txt -" >>"$work/pasted.txt"
bash -e "$work/pasted.txt" >"$work/answers.txt" 2>&1 || fail "the object cannot be read"
[ "$(cat "$work/answers.txt")" = hello ] || fail "the object is not what it was"
stop
echo "first-command: $command starts, its aws lines work, and it stops cleanly"
