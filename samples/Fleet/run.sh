#!/usr/bin/env bash
# Four processes share one budget in one Redis and one store in one PostgreSQL. Shows that what they used is what both
# servers say, to the token, and not more than the budget. Both servers are started here and are gone afterwards.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
[[ -n $programs ]] || programs=$(dirname "$(command -v initdb || echo ./initdb)")
[[ -x $programs/initdb ]] || { echo "PostgreSQL is not installed: apt-get install postgresql"; exit 2; }
command -v redis-server >/dev/null || { echo "redis-server is not installed: apt-get install redis-server"; exit 2; }
[[ -n ${FLEET:-} ]] || dotnet build -c Release -v:q -nologo
fleet=$(realpath "${FLEET:-../../artifacts/bin/Fleet/release/Fleet}") # FLEET names one that is built already

folder=$(mktemp -d)
port=$((20000 + RANDOM % 20000))
database=$((port + 1))
owner=() # PostgreSQL refuses to run as root
if ((EUID == 0)); then owner=(setpriv --reuid=postgres --regid=postgres --clear-groups --); chown postgres "$folder"; fi
stop() {
  "${owner[@]}" "$programs/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
  kill "$redis" 2>/dev/null || true
  rm -rf "$folder"
}
redis-server --port "$port" --bind 127.0.0.1 --save "" --appendonly no --dir "$folder" >/dev/null &
redis=$!
trap stop EXIT
"${owner[@]}" "$programs/initdb" -D "$folder/data" -U fleet -A trust --no-sync >/dev/null
"${owner[@]}" "$programs/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
  -o "-h 127.0.0.1 -p $database -k $folder -c fsync=off" start >/dev/null
until redis-cli -p "$port" ping 2>/dev/null | grep -q PONG; do :; done

servers=(--ConnectionStrings:redis "127.0.0.1:$port"
  --ConnectionStrings:usage "Host=127.0.0.1;Port=$database;Database=postgres;Username=fleet")
workers=()
for seed in 1 2 3 4; do
  (cd "$folder" && exec "$fleet" "${servers[@]}" --seed "$seed" >"$folder/$seed.txt") &
  workers+=("$!")
done
for worker in "${workers[@]}"; do wait "$worker"; done

total=0
for seed in 1 2 3 4; do
  spent=$(<"$folder/$seed.txt")
  echo "process $seed used $spent tokens"
  total=$((total + spent))
done
read -r used held limit stored calls < <("$fleet" "${servers[@]}" --show yes)
echo "together         $total"
echo "Redis says       $used used, $held held, of $limit"
echo "PostgreSQL says  $stored in $calls calls"
if ((total == used && total == stored && held == 0 && used <= limit)); then echo "exact"; else echo "NOT exact"; exit 1; fi
