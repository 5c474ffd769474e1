#!/bin/bash
# Makes training shards: `bash data.sh FIRST_SEED LAST_SEED`. Test sets and tokenizer are made once.
set -e
cd "$(dirname "$0")"
P=${PYTHON:-/usr/bin/python3}
G="npx tsx generate.ts"
if [ ! -e ../tokenizer.json ]; then
  npx tsx specials.ts out
  $G --out out/text.jsonl --count 30000 --seed 90
  $P tokenizer.py out/text.jsonl out/specials.json ../tokenizer.json
fi
if [ ! -e out/dev-infer.npz ]; then
  for task in read infer; do
    $G --out out/dev-$task.jsonl --count 300 --seed 91 --tasks $task --topics held
    $P encode.py ../tokenizer.json out/dev-$task.jsonl out/dev-$task.npz
  done
fi
for seed in $(seq "$1" "$2"); do
  $G --out out/shard.jsonl --count 40000 --seed "$seed" --tasks read,read,infer,infer,infer,tailor
  $P encode.py ../tokenizer.json out/shard.jsonl "out/full-$seed.npz"
  $G --out out/shard.jsonl --count 60000 --seed "8$seed" --tasks read
  $P encode.py ../tokenizer.json out/shard.jsonl "out/read-$seed.npz"
  $G --out out/shard.jsonl --count 10000 --seed "7$seed" --tasks infer --axes 1
  $P encode.py ../tokenizer.json out/shard.jsonl "out/easy-$seed.npz"
done
