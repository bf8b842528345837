#!/usr/bin/env bash
# Four processes share one budget in one Redis. Shows that what they used is what Redis says, and not more than the budget.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
command -v redis-server >/dev/null || { echo "redis-server is not installed: apt-get install redis-server"; exit 2; }
dotnet build -c Release -v:q -nologo
fleet=../../artifacts/bin/Fleet/release/Fleet

port=$(( 20000 + RANDOM % 20000 ))
folder=$(mktemp -d)
redis-server --port "$port" --bind 127.0.0.1 --save "" --appendonly no --dir "$folder" >/dev/null &
redis=$!
trap 'kill "$redis"; rm -rf "$folder"' EXIT
until redis-cli -p "$port" ping 2>/dev/null | grep -q PONG; do :; done

server=(--ConnectionStrings:redis "127.0.0.1:$port")
workers=()
for seed in 1 2 3 4; do
  "$fleet" "${server[@]}" --seed "$seed" >"$folder/$seed" &
  workers+=("$!")
done
wait "${workers[@]}"

total=0
for seed in 1 2 3 4; do
  spent=$(<"$folder/$seed")
  echo "process $seed used $spent tokens"
  total=$((total + spent))
done
read -r used held limit < <("$fleet" "${server[@]}" --show yes)
echo "together     $total"
echo "Redis says   $used used, $held held, of $limit"
if ((total == used && held == 0 && used <= limit)); then echo "exact"; else echo "NOT exact"; exit 1; fi
