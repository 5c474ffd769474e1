"""Byte-level BPE of our own text. `python3 tokenizer.py SAMPLES.jsonl SPECIALS.json OUT/tokenizer.json [SIZE]`"""
import collections, json, re, sys

# The split of Hugging Face's ByteLevel pre-tokenizer, in Python's dialect.
WORDS = re.compile(r"'s|'t|'re|'ve|'m|'ll|'d| ?[^\W\d_]+| ?\d+| ?(?:[^\s\w]|_)+|\s+(?!\S)|\s+")
SPECIAL = re.compile(r"<\|[^|<>]{1,40}\|>")


def byte_letters():
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    rest = [b for b in range(256) if b not in plain]
    return {**{b: chr(b) for b in plain}, **{b: chr(256 + i) for i, b in enumerate(rest)}}


LETTERS = byte_letters()


def split(text):
    return ["".join(LETTERS[b] for b in word.encode()) for word in WORDS.findall(text)]


def train(texts, specials, size):
    counts = collections.Counter()
    for text in texts:
        counts.update(split(text))
    words, amount = [list(w) for w in counts], list(counts.values())
    vocab, merges = [*specials, *(LETTERS[b] for b in range(256))], []
    known = set(vocab)
    pairs, where = collections.Counter(), collections.defaultdict(set)
    for i, word in enumerate(words):
        for pair in zip(word, word[1:]):
            pairs[pair] += amount[i]
            where[pair].add(i)
    while len(vocab) < size:
        best = max(pairs, key=pairs.get)
        if pairs[best] < 2:
            break
        merges.append(best)
        if best[0] + best[1] not in known:
            vocab.append(best[0] + best[1])
            known.add(vocab[-1])
        for i in list(where[best]):
            word = words[i]
            for pair in zip(word, word[1:]):
                pairs[pair] -= amount[i]
                if pairs[pair] <= 0:
                    del pairs[pair]
                where[pair].discard(i)
            words[i] = merged(word, best)
            for pair in zip(words[i], words[i][1:]):
                pairs[pair] += amount[i]
                where[pair].add(i)
    return vocab, merges


def merged(word, pair):
    out, i = [], 0
    while i < len(word):
        if i + 1 < len(word) and (word[i], word[i + 1]) == pair:
            out.append(word[i] + word[i + 1])
            i += 2
        else:
            out.append(word[i])
            i += 1
    return out


def save(vocab, merges, specials, path):
    level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    added = [{"id": i, "content": s, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True} for i, s in enumerate(specials)]
    model = {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None, "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "vocab": {v: i for i, v in enumerate(vocab)}, "merges": [" ".join(m) for m in merges]}
    with open(path, "w") as file:
        json.dump({"version": "1.0", "truncation": None, "padding": None, "added_tokens": added, "normalizer": None, "pre_tokenizer": level, "post_processor": None, "decoder": level, "model": model}, file, ensure_ascii=False, separators=(",", ":"))


class Tokenizer:
    """Reads tokenizer.json and encodes as Transformers.js does."""

    def __init__(self, path):
        data = json.load(open(path))
        self.vocab = data["model"]["vocab"]
        self.texts = {i: t for t, i in self.vocab.items()}
        self.ranks = {tuple(m.split(" ")): i for i, m in enumerate(data["model"]["merges"])}
        self.specials = {a["content"]: a["id"] for a in data["added_tokens"]}
        self.bytes = {v: k for k, v in LETTERS.items()}
        self.cache = {}
        self.pad, self.eos = self.specials["<|pad|>"], self.specials["<|eos|>"]

    def _word(self, word):
        if word in self.cache:
            return self.cache[word]
        parts = list(word)
        while len(parts) > 1:
            best = min(zip(parts, parts[1:]), key=lambda pair: self.ranks.get(pair, 1 << 30))
            if best not in self.ranks:
                break
            parts = merged(parts, best)
        self.cache[word] = ids = [self.vocab[part] for part in parts]
        return ids

    def encode(self, text):
        ids, at = [], 0
        for match in SPECIAL.finditer(text):
            if match[0] not in self.specials:
                continue
            ids += [i for word in split(text[at:match.start()]) for i in self._word(word)]
            ids.append(self.specials[match[0]])
            at = match.end()
        return ids + [i for word in split(text[at:]) for i in self._word(word)]

    def decode(self, ids):
        out, held = "", []
        for i in [*ids, None]:
            special = i is not None and self.texts[i] in self.specials
            if i is None or special:
                out += bytes(self.bytes[c] for c in "".join(held)).decode("utf8", "replace") + (self.texts[i] if special else "")
                held = []
            else:
                held.append(self.texts[i])
        return out


if __name__ == "__main__":
    samples, specials_path, out = sys.argv[1:4]
    size = int(sys.argv[4]) if len(sys.argv) > 4 else 4608
    specials = json.load(open(specials_path))
    texts = []
    for line in open(samples):
        row = json.loads(line)
        texts.append(SPECIAL.sub("\n", row["input"] + row["output"]))
    vocab, merges = train(texts, specials, size)
    save(vocab, merges, specials, out)
    tokenizer = Tokenizer(out)
    sample = texts[: 500]
    print(json.dumps({"vocab": len(vocab), "specials": len(specials), "charactersPerToken": round(sum(map(len, sample)) / sum(len(tokenizer.encode(t)) for t in sample), 2)}))
