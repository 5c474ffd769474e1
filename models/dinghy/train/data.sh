#!/bin/bash
# Makes training shards: `bash data.sh FIRST_SEED LAST_SEED`. Tokenizer, test sets and natural pairs are made once.
set -e
cd "$(dirname "$0")"
P=${PYTHON:-/usr/bin/python3}

# shard NAME COUNT SEED OPTIONS...
shard() {
  npx tsx generate.ts --out out/shard.jsonl --count "$2" --seed "$3" "${@:4}"
  $P encode.py ../tokenizer.json out/shard.jsonl "out/$1.npz"
}

mkdir -p out
if [ ! -e ../tokenizer.json ]; then
  npx tsx specials.ts out
  npx tsx generate.ts --out out/text.jsonl --count 30000 --seed 90
  $P tokenizer.py out/text.jsonl out/specials.json ../tokenizer.json
fi
if [ ! -e out/natural-1.npz ]; then
  shard dev-read 300 91 --tasks read --topics held --wordings held
  shard dev-infer 300 91 --tasks infer --topics held
  npx tsx natural.ts --out out/shard.jsonl --count 20000
  $P encode.py ../tokenizer.json out/shard.jsonl out/natural-1.npz
fi
for seed in $(seq "$1" "$2"); do
  shard "full-$seed" 40000 "$seed" --tasks infer,infer,infer,read
  shard "easy-$seed" 15000 "7$seed" --tasks infer --axes 1
  shard "read-$seed" 40000 "8$seed" --tasks read
  shard "tailor-$seed" 20000 "9$seed" --tasks tailor
done
