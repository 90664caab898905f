# Sourced by the scenarios: what they are given, where they work, how they check.
#
#   ENDPOINT                      such as https://127.0.0.1:9000
#   AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY
#   BUCKET_PREFIX                 each scenario makes buckets of its own below it, and removes them
#   CA_FILE                       PEM file to trust, empty for http
#   VARVE_CLIENTS                 where .ci/install put the pinned packages
set -euo pipefail

: "${ENDPOINT:?}" "${AWS_ACCESS_KEY_ID:?}" "${AWS_SECRET_ACCESS_KEY:?}" "${BUCKET_PREFIX:?}"
CA_FILE=${CA_FILE:-}
VARVE_CLIENTS=${VARVE_CLIENTS:-${XDG_CACHE_HOME:-$HOME/.cache}/varve}
export AWS_DEFAULT_REGION=us-east-1 AWS_REGION=us-east-1 AWS_MAX_ATTEMPTS=1
# Nothing that the user has set up may leak in, and nobody is asked for credentials.
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null
export AWS_EC2_METADATA_DISABLED=true AWS_PAGER="" LC_ALL=C.UTF-8
unset AWS_PROFILE AWS_SESSION_TOKEN AWS_ENDPOINT_URL AWS_CA_BUNDLE
[ -z "$CA_FILE" ] || export AWS_CA_BUNDLE=$CA_FILE

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'where' ERR
set -E
cd "$work"

# The lines that led to the command that failed.
where() {
    echo "FAILED: $BASH_COMMAND" >&2
    local depth=1
    while caller $depth >&2; do
        depth=$((depth + 1))
    done
}

step() {
    echo "-- $*"
}

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

# equal ACTUAL EXPECTED WHAT
equal() {
    [ "$1" = "$2" ] || fail "$3 is '$1' and not '$2'"
}

# same FILE FILE: every byte.
same() {
    cmp "$1" "$2" || fail "$1 and $2 differ"
}

# alike DIRECTORY DIRECTORY: the same files with the same bytes.
alike() {
    diff -r "$1" "$2" || fail "$1 and $2 differ"
}

# shows PATTERN COMMAND...: the command prints a line like that.
shows() {
    local said
    said=$("${@:2}" 2>&1)
    grep -q -e "$1" <<<"$said" || fail "no '$1' in: $said"
}

# refused TEXT COMMAND...: the command fails and says so.
refused() {
    local said
    if said=$("${@:2}" 2>&1); then
        fail "this should have failed with $1: ${*:2}"
    fi
    [[ $said == *"$1"* ]] || fail "not refused with $1 but: $said"
}

# noise BYTES SEED: the same bytes for the same seed; they do not compress.
noise() {
    openssl enc -aes-128-ctr -nosalt -pbkdf2 -iter 1 -pass "pass:$2" -in /dev/zero 2>/dev/null |
        head -c "$1" || true
}

# slice FILE OFFSET COUNT: some bytes of a file.
slice() {
    tail -c "+$(($2 + 1))" "$1" | head -c "$3" || true
}

# tree DIRECTORY: a few files, some with names that clients and servers must escape.
tree() {
    mkdir -p "$1/sub/deep" "$1/ünï"
    echo one >"$1/one.txt"
    : >"$1/empty"
    noise 70000 noise >"$1/sub/noise.bin"
    echo two >"$1/sub/deep/a b+c & d=e.txt"
    echo three >"$1/ünï/ñandú (1) 100%.txt"
    echo four >"$1/it's \"quoted\" #4?.txt"
}

# moment: a time that is over, after all that was done so far, as names of buckets have it.
moment() {
    sleep 0.05
    date -u +%Y%m%dt%H%M%S%3Nz
    sleep 0.05
}

fetch() {
    curl -sS --fail-with-body ${CA_FILE:+--cacert "$CA_FILE"} "$@"
}
