"""Reference logits of the training code for the tests. `python3 parity.py out/last.pt ../parity.json`

Two rows, the second left-padded; then one cached step. 64 columns of the vocabulary are kept.
"""
import json, sys
import torch
from model import load

model, _ = load(sys.argv[1])
torch.manual_seed(1)
ids = torch.randint(15, model.c.vocab, (2, 24))
attention = torch.ones_like(ids)
attention[1, :7] = 0
ids[1, :7] = 0
columns = torch.randperm(model.c.vocab)[:64].sort().values
first, cache, _ = model.forward_cached(ids, attention)
step = first[:, -1].argmax(-1, keepdim=True)
longer = torch.cat([attention, torch.ones_like(step)], 1)
second, _, _ = model.forward_cached(step, longer, cache)
rounded = lambda x: [[round(float(v), 6) for v in row] for row in x[:, -1][:, columns]]
json.dump({"ids": ids.tolist(), "attention": attention.tolist(), "step": step.tolist(), "columns": columns.tolist(), "prefill": rounded(first), "cached": rounded(second)}, open(sys.argv[2], "w"))
