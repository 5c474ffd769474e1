"""Trains on token shards; resumes from OUT/last.pt. `python3 train.py BUILD --minutes 60 [--lr 2e-3]`

Shards are looked for again whenever a pool is used up, so data can be added while it runs.
The share of easy pairs falls with the accuracy on held-out topics, not with time.
"""
import argparse, glob, json, math, os, random, time
import numpy as np
import torch
from model import Config, Model

# How much a token counts, by kind: read (early only), written, pole, said.
WEIGHTS = [0.0, 1.0, 3.0, 0.35]


class Shards:
    def __init__(self, build, seed):
        self.build, self.random, self.open = build, random.Random(seed), {}

    def sample(self, kind, count):
        paths = sorted(glob.glob(f"{self.build}/{kind}-*.npz"))
        rows = []
        for path in [self.random.choice(paths) for _ in range(4)]:
            if path not in self.open:
                data = np.load(path)
                self.open[path] = {k: data[k] for k in data.files}
            data = self.open[path]
            for _ in range(count // 4):
                i = self.random.randrange(len(data["starts"]) - 1)
                a, b = data["starts"][i], data["starts"][i + 1]
                rows.append((data["ids"][a:b], data["kinds"][a:b]))
        return rows

    def batches(self, budget, easy, reading, natural):
        """Endless batches of about `budget` tokens, rows of like length together."""
        while True:
            # Tailoring is the model's own work; naming and reading it shares with the gauge.
            parts = {"read": 100, "tailor": 320, "easy": int(150 * easy()), "full": 340 - int(150 * easy())}
            parts["natural"] = natural()
            pool = [row for kind, count in parts.items() if count > 3 for row in self.sample(kind, count)]
            pool.sort(key=lambda row: len(row[0]))
            batch, batches = [], []
            for row in pool:
                if batch and (len(batch) + 1) * len(row[0]) > budget:
                    batches.append(batch)
                    batch = []
                batch.append(row)
            batches.append(batch)
            self.random.shuffle(batches)
            for batch in batches:
                yield tensors(batch, reading())


def tensors(batch, reading):
    time = max(len(ids) for ids, _ in batch) - 1
    ids = torch.zeros(len(batch), time, dtype=torch.long)
    targets, weights = torch.zeros_like(ids), torch.zeros(len(batch), time)
    table = np.array([reading, *WEIGHTS[1:]], np.float32)
    for i, (tokens, kinds) in enumerate(batch):
        n = len(tokens) - 1
        ids[i, :n] = torch.from_numpy(tokens[:-1].astype(np.int64))
        targets[i, :n] = torch.from_numpy(tokens[1:].astype(np.int64))
        weights[i, :n] = torch.from_numpy(table[kinds[1:]])
    return ids, targets, weights


@torch.no_grad()
def first_decisions(model, build, kind):
    """Share of examples whose first written token is right (for pairs: any of the true poles)."""
    data = np.load(f"{build}/{kind}.npz")
    ids, kinds, starts = data["ids"], data["kinds"], data["starts"]
    right = total = 0
    for a, b in zip(starts[:-1], starts[1:]):
        row, marks = torch.from_numpy(ids[a:b].astype(np.int64)), kinds[a:b]
        out = int(np.argmax(marks > 0))
        logits = torch.nn.functional.linear(model.hidden(row[None, :out])[0, -1], model.emb.weight)
        truth = {int(t) for t, k in zip(row[out:].tolist(), marks[out:]) if k == 2}
        right += int(logits.argmax()) in truth
        total += 1
    return right / total


def main():
    args = argparse.ArgumentParser()
    args.add_argument("build")
    args.add_argument("--minutes", type=float, default=60)
    args.add_argument("--lr", type=float, default=2e-3)
    args.add_argument("--budget", type=int, default=3072)
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--threads", type=int, default=1)
    args.add_argument("--vocab", type=int, default=4608)
    o = args.parse_args()
    torch.set_num_threads(o.threads)
    torch.manual_seed(o.seed)
    config = Config(vocab=o.vocab)
    model, last = Model(config), f"{o.build}/last.pt"
    done = {"steps": 0, "tokens": 0, "accuracy": 0.0}
    if os.path.exists(last):
        state = torch.load(last)
        model.load_state_dict(state["model"])
        done = state["done"]
    big = [p for p in model.parameters() if p.dim() > 1]
    small = [p for p in model.parameters() if p.dim() < 2]
    optimizer = torch.optim.AdamW([{"params": big, "weight_decay": 0.05}, {"params": small, "weight_decay": 0}], lr=o.lr, betas=(0.9, 0.95))
    if os.path.exists(last) and "optimizer" in state:
        optimizer.load_state_dict(state["optimizer"])
    print(json.dumps({"parameters": sum(p.numel() for p in model.parameters()), **done}), flush=True)
    started, losses, seen = time.time(), [], 0
    share = lambda: (time.time() - started) / (o.minutes * 60)
    easy = lambda: min(0.7, max(0.0, 1.05 - 1.5 * done["accuracy"]))
    reading = lambda: 0.1 if done["tokens"] < 6e6 else 0.0
    # What was written by hand is little but natural: a fixed share of every pool.
    natural = lambda: 0 if not glob.glob(f"{o.build}/natural-*.npz") else 160
    for ids, targets, weights in Shards(o.build, o.seed + done["steps"]).batches(o.budget, easy, reading, natural):
        if share() >= 1:
            break
        warm = min(1, (done["steps"] + 1) / 150)
        for group in optimizer.param_groups:
            group["lr"] = o.lr * warm * (0.06 + 0.94 * 0.5 * (1 + math.cos(math.pi * min(1, share()))))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = model.loss(ids, targets, weights)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        losses.append(loss.item())
        done["steps"] += 1
        done["tokens"] += ids.numel()
        seen += ids.numel()
        if done["steps"] % 250 == 0:
            line = {**done, "loss": round(sum(losses) / len(losses), 4), "tokensPerSecond": round(seen / (time.time() - started)), "easy": round(easy(), 2), "share": round(share(), 3)}
            losses = []
            if done["steps"] % 500 == 0:
                for kind in ("dev-read", "dev-infer"):
                    line[kind] = round(first_decisions(model, o.build, kind), 3)
                done["accuracy"] = line["dev-infer"]
                save(model, optimizer, config, done, last)
            with open(f"{o.build}/log.jsonl", "a") as log:
                log.write(json.dumps(line) + "\n")
            print(json.dumps(line), flush=True)
    save(model, optimizer, config, done, last)


def save(model, optimizer, config, done, path):
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "config": vars(config), "done": done}, path + ".part")
    os.replace(path + ".part", path)


if __name__ == "__main__":
    main()
