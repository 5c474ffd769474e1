"""JSON lines to token shards. `python3 encode.py TOKENIZER SAMPLES.jsonl OUT.npz`"""
import json, sys
import numpy as np
from tokenizer import Tokenizer

MAX_TOKENS = 512


def encode(tokenizer, row):
    """Token ids, and per token how much it counts: 0 read, 1 written words, 2 poles, 3 the said persona."""
    read = tokenizer.encode(row["input"])
    written = tokenizer.encode(row["output"]) + [tokenizer.eos]
    kinds, said = [], False
    for i in written:
        text = tokenizer.texts[i]
        said = said or text == "<|say|>"
        decision = text.startswith("<|p:") or text in ("<|none|>", "<|say|>")
        kinds.append(2 if decision or (row["task"] == "read") else 3 if said else 1)
    return read + written, [0] * len(read) + kinds


if __name__ == "__main__":
    tokenizer, ids, kinds, starts = Tokenizer(sys.argv[1]), [], [], [0]
    too_long = 0
    for line in open(sys.argv[2]):
        i, k = encode(tokenizer, json.loads(line))
        if len(i) > MAX_TOKENS:
            too_long += 1
            continue
        ids += i
        kinds += k
        starts.append(len(ids))
    np.savez(sys.argv[3], ids=np.array(ids, np.uint16), kinds=np.array(kinds, np.uint8), starts=np.array(starts, np.int64))
    print(json.dumps({"samples": len(starts) - 1, "tokens": len(ids), "tooLong": too_long}))
