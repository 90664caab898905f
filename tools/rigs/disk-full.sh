#!/usr/bin/env bash
# A small volume of its own for `varve crash disk-full`: ext4 in an image on a loop device.
#
# disk-full.sh DIR [option]...  makes the volume in DIR, runs the command there, takes it down;
#                               options go to the command, e.g. --rounds 20 --seed 1
#
# Needs root. VARVE_RIG_SIZE sets the size of the volume (default 1100M).
set -euo pipefail

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
dir=${1:?a directory to work in}
shift
image=$dir/disk.img
mount=$dir/mount

down() {
    mountpoint -q "$mount" && umount "$mount"
    rm -f "$image"
}

mkdir -p "$mount"
trap down EXIT
trap 'exit 130' INT TERM
truncate -s "${VARVE_RIG_SIZE:-1100M}" "$image"
mkfs.ext4 -q -F -m 0 "$image"
mount -o loop "$image" "$mount"
"${VARVE:-$here/../varve}" crash disk-full --volume "$mount" "$@"
