#!/bin/sh
# @NOTE-FIRST@
before="$(dirname -- "$0")/commit-msg.before-onboard"
if [ -x "$before" ]; then "$before" "$@" || exit; fi
[ -f @SETTINGS@ ] || exit 0
@FIND@
said=$("$onboard"@IN@ validate --staged --commit-message "$1" 2>&1) && exit 0
printf '%s\n' "$said" >&2
exit 1
