#!/usr/bin/env bash
# A volume whose power can be cut: ext4 on a loop device on nbdfuse on nbdkit with a write-back
# cache. Killing nbdkit loses every block that was not flushed, as a power cut does to a disk's own
# cache; what the kernel still held is thrown away with the mount.
#
# power-cut.sh run DIR [option]...  runs `varve crash power-cut` in DIR, e.g. --cuts 200 --seed 1
# power-cut.sh up|cut|down|wipe DIR what the run itself calls
#
# Needs root and the Debian packages nbdkit, libnbd-bin and fuse3. DIR/mount is the volume; pid
# files, logs and the image are beside it. Everything is taken down again when the run ends.
set -euo pipefail

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
verb=${1:?what to do}
dir=${2:?a directory to work in}
size=${VARVE_RIG_SIZE:-2G}

image=$dir/disk.img
mount=$dir/mount
fuse=$dir/fuse
socket=$dir/nbd.sock

wait_for() {
    for _ in $(seq 200); do
        "$@" 2>/dev/null && return 0
        sleep 0.02
    done
    echo "power-cut: gave up waiting for: $*" >&2
    return 1
}

# Ends a process that this rig started, by the pid that it wrote down.
end() {
    local signal=$1 file=$2 pid
    [ -s "$file" ] || return 0
    pid=$(cat "$file")
    kill "-$signal" "$pid" 2>/dev/null || true
    for _ in $(seq 200); do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.02
    done
    rm -f "$file"
}

# Also for a mount whose server is dead, which mountpoint(1) does not see.
mounted() {
    grep -q " $(realpath -m "$1") " /proc/mounts
}

up() {
    mkdir -p "$mount" "$fuse" "$dir/cache"
    local fresh=no
    if [ ! -f "$image" ]; then
        truncate -s "$size" "$image"
        fresh=yes
    fi
    rm -f "$socket"
    # The cache file is where unflushed blocks live; it goes with the process.
    TMPDIR=$dir/cache nbdkit --unix "$socket" --pidfile "$dir/nbdkit.pid" --filter=cache \
        file "$image" cache=writeback >>"$dir/nbdkit.log" 2>&1 </dev/null
    wait_for test -S "$socket"
    setsid nbdfuse --pidfile "$dir/nbdfuse.pid" "$fuse" --unix "$socket" >>"$dir/nbdfuse.log" 2>&1 </dev/null &
    wait_for test -f "$fuse/nbd"
    [ "$fresh" = no ] || mkfs.ext4 -q -F -E lazy_itable_init=0,lazy_journal_init=0 "$fuse/nbd"
    local loop
    loop=$(losetup --find --show "$fuse/nbd")
    echo "$loop" >"$dir/loop"
    if [ "$fresh" = no ]; then
        # Replays the journal; whatever else it has to repair shows in its exit code.
        e2fsck -p "$loop" >>"$dir/fsck.log" 2>&1 || [ $? -le 1 ]
    fi
    mount "$loop" "$mount"
    chmod 777 "$mount"
}

cut_power() {
    end KILL "$dir/nbdkit.pid"
}

down() {
    if mounted "$mount"; then
        umount "$mount" 2>/dev/null || umount --lazy "$mount" || true
    fi
    if [ -s "$dir/loop" ]; then
        losetup --detach "$(cat "$dir/loop")" 2>/dev/null || true
        rm -f "$dir/loop"
    fi
    if mounted "$fuse"; then
        umount "$fuse" 2>/dev/null || umount --lazy "$fuse" || true
    fi
    end TERM "$dir/nbdfuse.pid"
    end TERM "$dir/nbdkit.pid"
    rm -rf "$socket" "$dir/cache"
}

case $verb in
run)
    shift 2
    mkdir -p "$dir"
    trap 'down; rm -f "$image"' EXIT
    trap 'exit 130' INT TERM
    down
    rm -f "$image"
    "${VARVE:-$here/../varve}" crash power-cut --rig "$here/power-cut.sh" --dir "$dir" "$@"
    ;;
up) up ;;
cut) cut_power ;;
down) down ;;
wipe)
    down
    rm -f "$image"
    ;;
*)
    echo "power-cut: run, up, cut, down or wipe, not '$verb'" >&2
    exit 2
    ;;
esac
