"""Checkpoint to the hub's file layout. `python3 export.py out/last.pt ..`  (needs torch, numpy, onnx)

Writes onnx/model{,_fp16,_quantized,_q4}.onnx, config.json, generation_config.json, tokenizer_config.json.
int8: one scale per weight column and one per row of activations, so a row never depends on its neighbours:
batch, cache and chunking give the same result.
"""
import json, os, sys
import numpy as np
import onnx
from onnx import TensorProto as T, helper, numpy_helper
from model import load


class Graph:
    """Nodes and initializers, named as they come."""

    def __init__(self):
        self.nodes, self.data, self.known = [], [], {}

    def const(self, name, array):
        if name not in self.known:
            self.known[name] = True
            self.data.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def op(self, kind, inputs, outputs=1, domain="", **attributes):
        names = [f"{kind}_{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def ints(self, *values):
        return self.const("i" + "_".join(map(str, values)), np.array(values, np.int64))

    def scalar(self, value):
        return self.const(f"i{value}s", np.array(value, np.int64))

    def float(self, value):
        return self.const(f"f{value}", np.array(value, np.float32))


def pack4(weight, block):
    """Blocks of `block` inputs as 4-bit numbers around 8, with the scale that loses least."""
    rows, columns = weight.shape
    parts = weight.reshape(rows, columns // block, block)
    peak = np.take_along_axis(parts, np.abs(parts).argmax(-1, keepdims=True), -1)
    best = None
    for divisor in (-8.0, -7.6, -7.2, -7.0, 7.0, 7.4):
        scale = np.where(peak == 0, 1e-8, peak / divisor)
        q = np.clip(np.round(parts / scale) + 8, 0, 15)
        error = (((q - 8) * scale - parts) ** 2).sum(-1, keepdims=True)
        best = (error, scale, q) if best is None else tuple(np.where(error < best[0], new, old) for new, old in zip((error, scale, q), best))
    q = best[2].astype(np.uint8)
    return q[..., 0::2] | (q[..., 1::2] << 4), best[1].reshape(-1).astype(np.float32)


def columns8(weight):
    """int8 weights (out, in) and one scale per output."""
    scale = np.maximum(np.abs(weight).max(1), 1e-8) / 127
    return np.round(weight / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def matmul(g, x, name, weight, mode):
    if mode == "fp32":
        return g.op("MatMul", [x, g.const(name, weight.T)])
    if mode == "fp16":
        stored = g.op("Cast", [g.const(name, weight.T.astype(np.float16))], to=T.FLOAT)
        return g.op("MatMul", [x, stored])
    if mode == "q4":
        q, scale = pack4(weight, 32)
        return g.op("MatMulNBits", [x, g.const(name + ".q", q), g.const(name + ".s", scale)], domain="com.microsoft", K=weight.shape[1], N=weight.shape[0], bits=4, block_size=32, accuracy_level=4)
    q, scale = columns8(weight)
    return rows8(g, x, g.const(name + ".q", q.T), g.const(name + ".s", scale))


def rows8(g, x, weight, scale):
    peak = g.op("ReduceMax", [g.op("Abs", [x])], axes=[-1], keepdims=1)
    row = g.op("Max", [g.op("Mul", [peak, g.float(1 / 127)]), g.float(1e-9)])
    whole = g.op("Add", [g.op("Round", [g.op("Div", [x, row])]), g.float(128.0)])
    q = g.op("Cast", [whole], to=T.UINT8)
    y = g.op("MatMulInteger", [q, weight, g.const("zero128", np.array(128, np.uint8))])
    return g.op("Mul", [g.op("Mul", [g.op("Cast", [y], to=T.FLOAT), row]), scale])


def build(weights, c, mode):
    g = Graph()
    norm_of = lambda x, name: g.op("Mul", [g.op("Div", [x, g.op("Sqrt", [g.op("Add", [g.op("ReduceMean", [g.op("Mul", [x, x])], axes=[-1], keepdims=1), g.float(1e-5)])])]), g.const(name, weights[name + ".w"])])
    linear = lambda x, name: matmul(g, x, name, weights[name + ".weight"], mode)
    x, head = embedding(g, weights["emb.weight"], mode)
    inverse = 1.0 / (c.theta ** (np.arange(0, c.head, 2) / c.head))
    angles = np.outer(np.arange(c.context), inverse)
    turn = [g.op("Unsqueeze", [g.op("Gather", [g.const(n, f(angles).astype(np.float32)), "position_ids"]), g.ints(1)]) for n, f in (("cos", np.cos), ("sin", np.sin))]
    turn_q = [g.op("Unsqueeze", [t, g.ints(1)]) for t in turn]
    mask = attention_mask(g)
    group, presents = c.heads // c.kv, []

    def rotate(t, cos, sin):
        a, b = g.op("Split", [t, g.ints(c.head // 2, c.head // 2)], 2, axis=-1)
        first = g.op("Sub", [g.op("Mul", [a, cos]), g.op("Mul", [b, sin])])
        second = g.op("Add", [g.op("Mul", [b, cos]), g.op("Mul", [a, sin])])
        return g.op("Concat", [first, second], axis=-1)

    for i in range(c.layers):
        p = f"bl.{i}."
        q, k, v = g.op("Split", [linear(norm_of(x, p + "n1"), p + "qkv"), g.ints(c.d, c.kv * c.head, c.kv * c.head)], 3, axis=-1)
        q = rotate(g.op("Transpose", [g.op("Reshape", [q, g.ints(0, 0, c.kv, group, c.head)])], perm=[0, 2, 3, 1, 4]), *turn_q)
        k = rotate(g.op("Transpose", [g.op("Reshape", [k, g.ints(0, 0, c.kv, c.head)])], perm=[0, 2, 1, 3]), *turn)
        v = g.op("Transpose", [g.op("Reshape", [v, g.ints(0, 0, c.kv, c.head)])], perm=[0, 2, 1, 3])
        for name, new in (("key", k), ("value", v)):
            presents.append(f"present.{i}.{name}")
            g.nodes.append(helper.make_node("Concat", [f"past_key_values.{i}.{name}", new], [presents[-1]], axis=2))
        keys = g.op("Transpose", [g.op("Unsqueeze", [f"present.{i}.key", g.ints(2)])], perm=[0, 1, 2, 4, 3])
        values = g.op("Unsqueeze", [f"present.{i}.value", g.ints(2)])
        scores = g.op("MatMul", [g.op("Mul", [q, g.float(c.head**-0.5)]), keys])
        seen = g.op("MatMul", [g.op("Softmax", [g.op("Add", [scores, mask])], axis=-1), values])
        seen = g.op("Reshape", [g.op("Transpose", [seen], perm=[0, 3, 1, 2, 4]), g.ints(0, 0, c.d)])
        x = g.op("Add", [x, linear(seen, p + "o")])
        gate, up = g.op("Split", [linear(norm_of(x, p + "n2"), p + "gu"), g.ints(c.ffn, c.ffn)], 2, axis=-1)
        x = g.op("Add", [x, linear(g.op("Mul", [g.op("Mul", [gate, g.op("Sigmoid", [gate])]), up]), p + "dn")])
    # num_logits_to_keep: 0 keeps all (-0 is the start), n the last n.
    start = g.op("Reshape", [g.op("Neg", ["num_logits_to_keep"]), g.ints(1)])
    kept = g.op("Slice", [x, start, g.ints(2**31 - 1), g.ints(1)])
    g.nodes.append(helper.make_node("Identity", [head(norm_of(kept, "nf"))], ["logits"]))
    return finish(g, c, presents, mode)


def embedding(g, table, mode):
    """Rows of the input tokens, and the head over the same stored table."""
    if mode in ("fp32", "fp16"):
        stored = g.const("emb", table if mode == "fp32" else table.astype(np.float16))
        full = stored if mode == "fp32" else g.op("Cast", [stored], to=T.FLOAT)
        turned = g.op("Transpose", [full], perm=[1, 0])
        return g.op("Gather", [full, "input_ids"]), lambda x: g.op("MatMul", [x, turned])
    q, scale = columns8(table)
    stored, scales = g.const("emb.q", q), g.const("emb.s", scale)
    turned = g.op("Transpose", [stored], perm=[1, 0])
    row = g.op("Unsqueeze", [g.op("Gather", [scales, "input_ids"]), g.ints(-1)])
    x = g.op("Mul", [g.op("Cast", [g.op("Gather", [stored, "input_ids"])], to=T.FLOAT), row])
    return x, lambda y: rows8(g, y, turned, scales)


def attention_mask(g):
    time = g.op("Gather", [g.op("Shape", ["input_ids"]), g.scalar(1)])
    total = g.op("Gather", [g.op("Shape", ["attention_mask"]), g.scalar(1)])
    rows = g.op("Unsqueeze", [g.op("Add", [g.op("Range", [g.scalar(0), time, g.scalar(1)]), g.op("Sub", [total, time])]), g.ints(1)])
    columns = g.op("Unsqueeze", [g.op("Range", [g.scalar(0), total, g.scalar(1)]), g.ints(0)])
    real = g.op("Unsqueeze", [g.op("Cast", ["attention_mask"], to=T.BOOL), g.ints(1)])
    seen = g.op("And", [g.op("LessOrEqual", [columns, rows]), real])
    return g.op("Unsqueeze", [g.op("Where", [seen, g.float(0.0), g.float(-1e4)]), g.ints(1, 2)])


def finish(g, c, presents, mode):
    value = helper.make_tensor_value_info
    inputs = [value("input_ids", T.INT64, ["batch_size", "sequence_length"]), value("attention_mask", T.INT64, ["batch_size", "total_sequence_length"]), value("position_ids", T.INT64, ["batch_size", "sequence_length"]), value("num_logits_to_keep", T.INT64, [])]
    outputs = [value("logits", T.FLOAT, ["batch_size", "kept_length", c.vocab])]
    for name in presents:
        inputs.append(value(name.replace("present", "past_key_values"), T.FLOAT, ["batch_size", c.kv, "past_sequence_length", c.head]))
        outputs.append(value(name, T.FLOAT, ["batch_size", c.kv, "total_sequence_length", c.head]))
    opsets = [helper.make_opsetid("", 14), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(helper.make_graph(g.nodes, "dinghy", inputs, outputs, g.data), opset_imports=opsets, producer_name="dinghy")
    model.ir_version = 8
    if mode != "q4":
        onnx.checker.check_model(model)
    return model


def main(checkpoint, out):
    model, _ = load(checkpoint)
    c = model.c
    weights = {k: v.float().numpy() for k, v in model.state_dict().items()}
    os.makedirs(f"{out}/onnx", exist_ok=True)
    for mode, suffix in (("fp32", ""), ("fp16", "_fp16"), ("int8", "_quantized"), ("q4", "_q4")):
        path = f"{out}/onnx/model{suffix}.onnx"
        onnx.save(build(weights, c, mode), path)
        print(path, os.path.getsize(path))
    write = lambda name, data: json.dump(data, open(f"{out}/{name}", "w"), indent=1)
    ids = {"bos_token_id": 1, "eos_token_id": 2, "pad_token_id": 0}
    write("config.json", {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": c.d, "intermediate_size": c.ffn, "num_attention_heads": c.heads, "num_key_value_heads": c.kv, "head_dim": c.head, "num_hidden_layers": c.layers, "vocab_size": c.vocab, "max_position_embeddings": c.context, "rms_norm_eps": 1e-5, "rope_theta": c.theta, "tie_word_embeddings": True, "hidden_act": "silu", "torch_dtype": "float32", **ids})
    write("generation_config.json", ids)
    write("tokenizer_config.json", {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": c.context, "bos_token": "<|bos|>", "eos_token": "<|eos|>", "pad_token": "<|pad|>", "padding_side": "left", "clean_up_tokenization_spaces": False, "add_bos_token": False})


if __name__ == "__main__":
    main(*sys.argv[1:3])
