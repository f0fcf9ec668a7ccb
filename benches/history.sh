#!/bin/sh
# Makes a repository of CLIENTS client files and COMMITS commits, the same each time, and says how long an audit of it takes.
#
#   benches/history.sh FOLDER [CLIENTS] [COMMITS]     needs git and awk; the folder must be new
#   ONBOARD=target/release/onboard benches/history.sh /tmp/large 1000 20000
#
# Each client begins as a copy of an example; from then on every commit changes one field of one client, as `onboard set`
# would.
set -eu
folder=$1 clients=${2:-1000} commits=${3:-20000}
here=$(cd "$(dirname "$0")/.." && pwd)
mkdir "$folder"
git -C "$folder" init -q -b main
awk -v clients="$clients" -v commits="$commits" -v example="$here/examples/clients/salmon-council.yaml" '
function data(text) { printf "data %d\n%s\n", length(text), text }
function person(at) {
    printf "author Desk <desk@platform.example> %d +0000\ncommitter Desk <desk@platform.example> %d +0000\n", at, at
}
function file(number, value,    text) {
    text = base
    gsub(/salmon-council/, "client-" number, text)
    printf "M 100644 inline clients/client-%d.yaml\n", number
    data(text "custom:\n  round: " value "\n")
}
BEGIN {
    while ((getline line < example) > 0) base = base line "\n"
    at = 1796040000
    print "commit refs/heads/main"; print "mark :1"; person(at); data("clients")
    print "M 100644 inline onboard.yaml"; data("schema: 1\nprocess: sign-in-canada@1\nhosts: {allowed: [example]}\n")
    for (i = 0; i < clients; i++) file(i, 0)
    print ""
    mark = 1
    for (n = 1; n < commits; n++) {
        at += 60
        number = (n * 7919) % clients
        print "commit refs/heads/main"; print "mark :" (++mark); person(at)
        data("client-" number ": set custom.round\n\nOnboard-Client: client-" number "\nOnboard-Change: set\nOnboard-Process: sign-in-canada@1\n")
        print "from :" (mark - 1); file(number, n); print ""
    }
}' | git -C "$folder" fast-import --quiet
git -C "$folder" reset -q --hard
[ -n "${ONBOARD:-}" ] || exit 0
say() { printf '%s\t' "$1"; shift; TIMEFORMAT=%R; start=$(date +%s.%N); "$@" > /dev/null || true; echo "$start $(date +%s.%N)" | awk '{ printf "%.2f s\n", $2 - $1 }'; }
say 'git log -p' git -C "$folder" log -p
ONBOARD_TODAY=2027-06-01; export ONBOARD_TODAY
say 'audit' "$ONBOARD" -C "$folder" audit
say 'audit again' "$ONBOARD" -C "$folder" audit
say 'git rev-list --count HEAD' git -C "$folder" rev-list --count HEAD
