"""A tiny multi-task model of HanLP's own classes, trained on the sentences of a small grammar in some seconds.

Its tasks, their keys, the types they give, its files and the way it is loaded are those of the published models; only its
weights are small. So adapters are tested against HanLP itself. It says nothing about HanLP's accuracy.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import shutil
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CLOSE_KEYS = ("tok/fine", "pos/ctb", "ner/msra", "srl", "dep")
OPEN_KEYS = ("tok", "pos", "ner", "srl", "dep")

#: The encoder that the small published models name, and where HanLP keeps it in its cache.
PUBLISHED_ENCODER = "hfl/chinese-electra-180g-small-discriminator"
ENCODER_FOLDER = "transformers/electra_zh_small_20210706_125427"

# Verbs that no lexicon of ours has, so that the rules leave them to the model.
_VERBS = ("誊录", "熏蒸", "嫁接", "镌刻", "缝合")
_ORGANISATIONS = ("省科学院", "航天研究所", "天河集团", "红星农场", "省气象学会")
_NOUNS = ("线索", "数据", "样本", "土壤", "图纸", "水源", "作物", "苗木")
_MODIFIERS = ("异常", "老旧", "重点", "全部")
_MEASURES = ("数量", "产量", "面积")
_UNITS = ("家", "吨", "亩", "个")


@dataclass
class _Sentence:
    """Words with what each task says of them: heads count from 1, the spans of srl include their last word."""

    words: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    entities: list[str] = field(default_factory=list)
    heads: list[tuple[int, str]] = field(default_factory=list)
    frames: list[tuple[int, int, int, str]] = field(default_factory=list)

    def add(self, word: str, tag: str, head: int = 0, relation: str = "root", entity: str = "O") -> int:
        self.words.append(word)
        self.tags.append(tag)
        self.entities.append(entity)
        self.heads.append((head, relation))
        return len(self.words) - 1


def _command(s: _Sentence, rng: random.Random, root: int) -> int:
    """[organisation] [应|不得] verb [和 verb] [modifier] noun; the place of the verb."""
    subject = s.add(rng.choice(_ORGANISATIONS), "NR", entity="S-ORGANIZATION") if rng.random() < 0.5 else None
    modal = s.add(rng.choice(("应", "不得")), "VV") if rng.random() < 0.3 else None
    verb = s.add(rng.choice(_VERBS), "VV", root, "conj" if root else "root")
    verbs = [verb]
    if rng.random() < 0.3:
        s.add("和", "CC", verb + 1, "cc")
        verbs.append(s.add(rng.choice(_VERBS), "VV", verb + 1, "conj"))
    first = len(s.words)
    modifier = s.add(rng.choice(_MODIFIERS), "JJ") if rng.random() < 0.6 else None
    noun = s.add(rng.choice(_NOUNS), "NN", verb + 1, "dobj")
    for place, head, relation in ((modifier, noun, "amod"), (subject, verb, "nsubj"), (modal, verb, "mmod")):
        if place is not None:
            s.heads[place] = (head + 1, relation)
    for place in verbs:
        s.frames += [(place, place, place, "V"), (place, first, noun, "ARG1")]
        if subject is not None:
            s.frames.append((place, subject, subject, "ARG0"))
        if modal is not None:
            s.frames.append((place, modal, modal, "ARGM-ADV"))
    return verb


def _measure(s: _Sentence, rng: random.Random, root: int) -> int:
    """noun measure 达 number unit; the place of the verb."""
    noun = s.add(rng.choice(_NOUNS), "NN")
    measure = s.add(rng.choice(_MEASURES), "NN")
    verb = s.add("达", "VV", root, "conj" if root else "root")
    number = s.add(str(rng.randint(1, 999)), "CD")
    unit = s.add(rng.choice(_UNITS), "M", verb + 1, "dobj")
    s.heads[noun], s.heads[measure] = (measure + 1, "nn"), (verb + 1, "nsubj")
    s.heads[number] = (unit + 1, "nummod")
    s.frames += [(verb, verb, verb, "V"), (verb, noun, measure, "ARG0"), (verb, number, unit, "ARG1")]
    return verb


def _sentences(count: int) -> list[_Sentence]:
    rng = random.Random(1)
    made = []
    for _ in range(count):
        s = _Sentence()
        first = (_command if rng.random() < 0.7 else _measure)(s, rng, 0)
        for _ in range(rng.choice((0, 0, 1, 1, 2, 3))):
            s.add(rng.choice("，,"), "PU", first + 1, "punct")
            (_command if rng.random() < 0.7 else _measure)(s, rng, first + 1)
        s.add(rng.choice("。；"), "PU", first + 1, "punct")
        made.append(s)
    return made


def _write_corpus(folder: Path, made: Sequence[_Sentence]) -> None:
    folder.mkdir()
    (folder / "tok.txt").write_text("\n".join(" ".join(s.words) for s in made) + "\n", "utf-8")
    for name, column in (("pos", "tags"), ("ner", "entities")):
        rows = ("\n".join(map("\t".join, zip(s.words, getattr(s, column), strict=True))) for s in made)
        (folder / f"{name}.tsv").write_text("\n\n".join(rows) + "\n\n", "utf-8")
    lines = (json.dumps({"sentences": [s.words], "srl": [s.frames]}, ensure_ascii=False) for s in made)
    (folder / "srl.jsonlines").write_text("\n".join(lines) + "\n", "utf-8")
    trees = (
        "\n".join(
            f"{i}\t{word}\t_\t{tag}\t{tag}\t_\t{head}\t{relation}\t_\t_"
            for i, (word, tag, (head, relation)) in enumerate(zip(s.words, s.tags, s.heads, strict=True), 1)
        )
        for s in made
    )
    (folder / "dep.conllx").write_text("\n\n".join(trees) + "\n\n", "utf-8")


def _write_encoder(folder: Path, made: Sequence[_Sentence]) -> None:
    """A BERT of two small layers over the characters of the grammar, with the files that HanLP's own encoders have."""
    import torch
    from transformers import BertConfig, BertModel

    folder.mkdir()
    characters = sorted({c for s in made for word in s.words for c in word} | set("0123456789"))
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters]
    (folder / "vocab.txt").write_text("\n".join(vocabulary) + "\n", "utf-8")
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"tokenizer_class": "BertTokenizer", "do_lower_case": False}), "utf-8"
    )
    torch.manual_seed(7)
    BertModel(
        BertConfig(
            vocab_size=len(vocabulary),
            hidden_size=48,
            num_hidden_layers=2,
            num_attention_heads=4,
            intermediate_size=96,
            max_position_embeddings=256,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
    ).save_pretrained(folder)


def train(folder: Path, *, count: int = 300, epochs: int = 14) -> Path:
    """The trained model, in ``folder/model``; its encoder is in ``folder/encoder``."""
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        # HanLP 2.1.5 trains with interfaces that torch and transformers have deprecated; it is not what is tested
        warnings.simplefilter("ignore")
        _train(folder, _sentences(count), epochs)
    return folder / "model"


def _train(folder: Path, made: Sequence[_Sentence], epochs: int) -> None:
    import torch
    from hanlp.common.dataset import SortingSamplerBuilder
    from hanlp.components.mtl.multi_task_learning import MultiTaskLearning
    from hanlp.components.mtl.tasks.dep import BiaffineDependencyParsing
    from hanlp.components.mtl.tasks.ner.tag_ner import TaggingNamedEntityRecognition
    from hanlp.components.mtl.tasks.pos import TransformerTagging
    from hanlp.components.mtl.tasks.srl.bio_srl import SpanBIOSemanticRoleLabeling
    from hanlp.components.mtl.tasks.tok.tag_tok import TaggingTokenization
    from hanlp.layers.embeddings.contextual_word_embedding import ContextualWordEmbedding
    from transformers import optimization

    if not hasattr(optimization, "AdamW"):  # transformers 4.50 dropped it, and HanLP still trains with it
        optimization.AdamW = torch.optim.AdamW
    _write_corpus(folder / "trn", made)
    _write_corpus(folder / "dev", made[:20])
    _write_encoder(folder / "encoder", made)

    def data(name: str) -> dict[str, Any]:
        return {
            "trn": str(folder / "trn" / name),
            "dev": str(folder / "dev" / name),
            "sampler_builder": SortingSamplerBuilder(batch_size=32),
        }

    tok, pos, ner, srl, dep = CLOSE_KEYS
    tasks = {
        tok: TaggingTokenization(**data("tok.txt"), delimiter=" ", max_seq_len=200),
        pos: TransformerTagging(**data("pos.tsv"), dependencies=tok, lr=5e-3),
        ner: TaggingNamedEntityRecognition(**data("ner.tsv"), dependencies=tok, lr=5e-3),
        srl: SpanBIOSemanticRoleLabeling(
            **data("srl.jsonlines"), dependencies=tok, lr=5e-3, n_mlp_rel=48, mlp_dropout=0.0
        ),
        dep: BiaffineDependencyParsing(
            **data("dep.conllx"), dependencies=tok, n_mlp_arc=48, n_mlp_rel=24, mlp_dropout=0.0, tree=False
        ),
    }
    encoder = ContextualWordEmbedding(
        "token", str(folder / "encoder"), average_subwords=True, word_dropout=None, max_sequence_length=256
    )
    MultiTaskLearning().fit(
        encoder, tasks, str(folder / "model"), epochs, lr=5e-3, encoder_lr=3e-3, grad_norm=1, seed=3,
        devices=-1, eval_trn=False, patience=epochs,
    )  # fmt: skip


def with_open_keys(model: Path, target: Path) -> Path:
    """The same model under the keys of the OPEN models: tok, pos, ner."""
    import torch

    shutil.copytree(model, target)
    names = dict(zip(CLOSE_KEYS, OPEN_KEYS, strict=True))
    settings = json.loads((target / "config.json").read_text("utf-8"))
    settings = {names.get(key, key): value for key, value in settings.items()}
    settings["task_names"] = [names[name] for name in settings["task_names"]]
    for name in OPEN_KEYS:
        dependency = settings[name]["dependencies"]
        settings[name]["dependencies"] = names.get(dependency, dependency)
    (target / "config.json").write_text(json.dumps(settings), "utf-8")
    for old, new in names.items():
        (target / f"{old}_vocabs.json").rename(target / f"{new}_vocabs.json")
    weights = torch.load(target / "model.pt", weights_only=True)
    renamed = {
        next((key.replace(f".{old}.", f".{new}.") for old, new in names.items() if f".{old}." in key), key): value
        for key, value in weights.items()
    }
    torch.save(renamed, target / "model.pt")
    return target


def with_published_encoder(model: Path, target: Path) -> Path:
    """The same model, naming its encoder as the small published models do."""
    shutil.copytree(model, target)
    settings = json.loads((target / "config.json").read_text("utf-8"))
    settings["encoder"]["transformer"] = PUBLISHED_ENCODER
    (target / "config.json").write_text(json.dumps(settings), "utf-8")
    return target
