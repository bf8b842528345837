#!/usr/bin/env bash
# Reports a call from a program in any language, and reads the sums back. Beside it: dotnet run --project samples/NonDotNet
set -euo pipefail
service=${1:-http://127.0.0.1:5090}/usage/api
token=${TRACK_TOKEN:-sample-token}
id=$(cat /proc/sys/kernel/random/uuid) # of the call: sent again with the same one, it counts once

curl --fail-with-body --silent --show-error --request POST "$service/track" \
  --header "Authorization: Bearer $token" --header 'Content-Type: application/json' --header 'X-Token-Usage: 1' \
  --data '{"id":"'"$id"'","provider":"openai","model":"gpt-4o-mini","tokens":{"input":1200,"output":300},"user":"alice"}'
echo
sleep 1 # sums are read from the store, which has a call within a quarter of a second
curl --fail-with-body --silent --show-error "$service/summary" --header "Authorization: Bearer $token"
echo
