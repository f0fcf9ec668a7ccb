#!/bin/sh
# @NOTE-FIRST@
pushed=$(cat)
before="$(dirname -- "$0")/pre-receive.before-onboard"
if [ -x "$before" ]; then printf '%s\n' "$pushed" | "$before" "$@" || exit; fi
@FIND@
printf '%s\n' "$pushed" | "$onboard" receive
