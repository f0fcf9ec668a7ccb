onboard=@PROGRAM@
[ -x "$onboard" ] || onboard=onboard
if ! command -v "$onboard" >/dev/null 2>&1; then
  echo @MISSING@ >&2
  exit 1
fi
