"""A small Llama: RMSNorm, RoPE, grouped-query attention, SwiGLU, tied embedding."""
import math
from dataclasses import dataclass
import torch
import torch.nn as nn
import torch.nn.functional as F


@dataclass
class Config:
    vocab: int = 4608
    d: int = 192
    layers: int = 6
    ffn: int = 512
    heads: int = 6
    kv: int = 2
    context: int = 512
    theta: float = 10000.0

    @property
    def head(self):
        return self.d // self.heads


class Norm(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.w = nn.Parameter(torch.ones(d))

    def forward(self, x):
        scale = x.float().pow(2).mean(-1, keepdim=True).add(1e-5).rsqrt()
        return x * scale.to(x.dtype) * self.w.to(x.dtype)


def rotate(x, cos, sin):
    a, b = x.split(x.shape[-1] // 2, -1)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)


class Block(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.c = c
        self.n1, self.n2 = Norm(c.d), Norm(c.d)
        self.qkv = nn.Linear(c.d, c.d + 2 * c.kv * c.head, bias=False)
        self.o = nn.Linear(c.d, c.d, bias=False)
        self.gu = nn.Linear(c.d, 2 * c.ffn, bias=False)
        self.dn = nn.Linear(c.ffn, c.d, bias=False)

    def forward(self, x, cos, sin, mask, past=None):
        c = self.c
        batch, time, _ = x.shape
        qkv = self.qkv(self.n1(x)).view(batch, time, c.heads + 2 * c.kv, c.head).transpose(1, 2)
        qk, v = qkv.split([c.heads + c.kv, c.kv], 1)
        q, k = rotate(qk, cos.to(qkv.dtype), sin.to(qkv.dtype)).split([c.heads, c.kv], 1)
        if past is not None:
            k, v = torch.cat([past[0], k], 2), torch.cat([past[1], v], 2)
        group = c.heads // c.kv
        q = q.reshape(batch, c.kv, group * time, c.head) * c.head**-0.5
        scores = torch.matmul(q, k.transpose(2, 3)).view(batch, c.kv, group, time, -1)
        weights = torch.softmax(scores + mask.to(scores.dtype), -1).view(batch, c.kv, group * time, -1)
        y = torch.matmul(weights.to(v.dtype), v).view(batch, c.heads, time, c.head)
        x = x + self.o(y.transpose(1, 2).reshape(batch, time, c.d))
        gate, up = self.gu(self.n2(x)).split(c.ffn, -1)
        return x + self.dn(F.silu(gate) * up), (k, v)


class Model(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.c = c
        self.emb = nn.Embedding(c.vocab, c.d)
        self.bl = nn.ModuleList([Block(c) for _ in range(c.layers)])
        self.nf = Norm(c.d)
        inverse = 1.0 / (c.theta ** (torch.arange(0, c.head, 2).float() / c.head))
        angles = torch.outer(torch.arange(c.context).float(), inverse)
        self.register_buffer("cos", angles.cos(), persistent=False)
        self.register_buffer("sin", angles.sin(), persistent=False)
        for name, p in self.named_parameters():
            if p.dim() == 2:
                nn.init.normal_(p, 0, 0.02 * (0.35 if ".o." in name or ".dn." in name else 1))

    def hidden(self, ids):
        """Final states, shape (batch, time, d); padding stands at the right."""
        time = ids.shape[1]
        mask = torch.full((time, time), -1e4).triu(1)
        x, cos, sin = self.emb(ids), self.cos[:time], self.sin[:time]
        for block in self.bl:
            x, _ = block(x, cos, sin, mask)
        return self.nf(x)

    def loss(self, ids, targets, weights):
        """Weighted mean of the negative log-likelihood where weights > 0."""
        chosen = weights.reshape(-1) > 0
        logits = F.linear(self.hidden(ids).reshape(-1, self.c.d)[chosen], self.emb.weight)
        losses = F.cross_entropy(logits.float(), targets.reshape(-1)[chosen], reduction="none")
        w = weights.reshape(-1)[chosen]
        return (losses * w).sum() / w.sum()

    @torch.no_grad()
    def forward_cached(self, ids, attention, past=None):
        """All logits and the cache, with left padding; the reference for the exported graph."""
        time, total = ids.shape[1], attention.shape[1]
        positions = (attention.cumsum(-1) - 1).clamp(min=0)[:, total - time:]
        causal = torch.arange(total)[None] <= (torch.arange(time) + total - time)[:, None]
        mask = torch.where(causal[None] & attention[:, None].bool(), 0.0, -1e4)[:, None, None]
        x, cos, sin, cache = self.emb(ids), self.cos[positions][:, None], self.sin[positions][:, None], []
        for i, block in enumerate(self.bl):
            x, kv = block(x, cos, sin, mask, None if past is None else past[i])
            cache.append(kv)
        return F.linear(self.nf(x), self.emb.weight), cache, positions


def load(path):
    """Model and training state of a checkpoint."""
    state = torch.load(path, map_location="cpu")
    model = Model(Config(**state["config"]))
    model.load_state_dict(state["model"])
    return model.eval(), state
