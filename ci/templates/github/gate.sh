#!/usr/bin/env bash
# The gate in GitHub Actions: annotations, the job summary, the step's outputs, reports as files.
# action.yml runs it; it also runs by itself in a step, with the variables that it reads below.
set -uo pipefail

leyline="${LEYLINE_COMMAND:-leyline}"
reports="${LEYLINE_REPORTS:-}"
[ -n "$reports" ] || reports="${RUNNER_TEMP:-/tmp}/leyline-reports"
mkdir -p "$reports"
# Of an earlier run nothing may be taken for this one's.
rm -rf "$reports"/{comment.md,gate.sarif,gate.json,gate.html,notices.txt,violations}

arguments=(gate --format github
  --output markdown="$reports/comment.md" --output sarif="$reports/gate.sarif"
  --output json="$reports/gate.json" --output html="$reports/gate.html"
  --violation-report "$reports/violations")
[ -z "${LEYLINE_AGAINST:-}" ] || arguments+=(--against "$LEYLINE_AGAINST")
[ "${LEYLINE_ADVISORY:-false}" != true ] || arguments+=(--advisory)

code=0
"$leyline" "${arguments[@]}" 2>"$reports/notices.txt" || code=$?

# Notices may name files of the pull request: GitHub must not take a name for a command.
stop="leyline-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
echo "::stop-commands::$stop"
cat "$reports/notices.txt"
echo "::$stop::"

if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  if [ -f "$reports/comment.md" ]; then
    cat "$reports/comment.md" >>"$GITHUB_STEP_SUMMARY"
  else
    printf '### leyline: no verdict (exit %s)\n\nThe log of the step says why.\n' "$code" \
      >>"$GITHUB_STEP_SUMMARY"
  fi
fi
if [ -n "${GITHUB_OUTPUT:-}" ]; then
  printf 'exit-code=%s\nreports=%s\n' "$code" "$reports" >>"$GITHUB_OUTPUT"
fi
exit "$code"
