#!/usr/bin/env bash
# restic: backups that are checked and restored, byte for byte.
. "$(dirname "$0")/lib.sh"

export RESTIC_REPOSITORY=s3:$ENDPOINT/$BUCKET_PREFIX-restic/repository RESTIC_PASSWORD=sediment
export RESTIC_CACHE_DIR=$work/cache

restic() {
    command restic --quiet ${CA_FILE:+--cacert "$CA_FILE"} "$@"
}

step "init and a first backup"
restic init
refused "already" restic init
tree data
noise 25000000 large >data/large.bin
restic backup data
restic check --read-data

step "a second backup shares what did not change"
echo changed >data/one.txt
rm data/empty
noise 9000000 more >data/sub/more.bin
restic backup --tag second data
equal "$(restic snapshots --json | grep -o '"short_id"' | wc -l)" 2 "the number of snapshots"

step "restore and compare"
restic restore latest --tag second --target restored
alike data "restored/data"
restic dump latest /data/large.bin >large.back
same data/large.bin large.back

step "forget and prune the first, check, restore again"
restic forget --keep-last 1 --group-by paths --prune
equal "$(restic snapshots --json | grep -o '"short_id"' | wc -l)" 1 "the number of snapshots"
restic check --read-data
restic restore latest --target again
alike data "again/data"
