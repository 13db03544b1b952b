"""The founders' `score.py`, loaded from the shared folder, and the score of our own labelled texts."""

import importlib.util
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

from labelled import agreement, pairs, texts

from autarky.claims.finding import find
from autarky.claims.reading import document
from autarky.claims.understanding import understand


def scores_of(path: Path, gold: list[dict], found: list[dict], distractors: list[dict]) -> dict[str, Any]:
    spec = importlib.util.spec_from_file_location("claims_score", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return dict(module.score(gold, found, distractors))


def own_scores(split: str, language: str) -> dict[str, float]:
    """Return recall, precision and the share of right fields on the labelled texts of a split and a language."""
    labels = missed = extra = 0
    right: dict[str, list[bool]] = defaultdict(list)
    for text in texts():
        if text.split != split or text.language != language:
            continue
        read = document(text.text, text.name)
        if text.published:
            read = replace(read, published=text.published)
        matched, absent, many = pairs(text, understand(read, find(read)))
        labels, missed, extra = labels + len(text.labels), missed + len(absent), extra + len(many)
        for label, claim in matched:
            for field, ok in agreement(label, claim).items():
                right[field].append(ok)
    found = labels - missed
    return {
        "recall": found / labels,
        "precision": found / (found + extra),
        **{field: sum(marks) / len(marks) for field, marks in right.items()},
    }
