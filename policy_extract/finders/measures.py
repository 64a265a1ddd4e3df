"""Measures (举措类型): what kind of measure an action is, from its verb and, where that is a general one, its object.

检查, 补贴 and 公示 say themselves what is done. 建立, 制定, 开展 and 加强 do not: there the last word of the object decides
(建立协调机制, 开展岗位培训), by the table ``action_objects.csv``. What neither decides has no class.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, cast, get_args

from policy_extract.lexicon import Lexicon
from policy_extract.model import ActionClass

__all__ = ["ACTION_CLASSES", "OBJECT_VERBS", "Measures", "measures_of"]

#: The values of the column ``action_class`` of ``verbs.csv``: the kind of measure that a verb announces. 其他 is a verb
#: that announces none of them, 非举措 one that is never a task.
ACTION_CLASSES: Final = (*get_args(ActionClass), "其他", "非举措")

#: The values of the column ``verbs`` of ``action_objects.csv``: behind which verbs a word decides.
OBJECT_VERBS: Final = {
    "make": "verbs that bring something about (建立, 完善, 制定, 设立)",
    "do": "verbs that carry something on (开展, 加强, 推进, 组织)",
    "any": "both",
}

#: How verbs of a class stand to their object; a class that is not here says itself what is done.
_STANDING: Final = {
    "机制建设": ("make", "any"),
    "规划标准": ("make", "any"),
    "基础建设": ("make", "any"),
    "推进实施": ("do", "any"),
    "组织协调": ("make", "do", "any"),
    "其他": (),
}
#: Classes that a verb does not give alone: 完善 and 优化 go with everything.
_OBJECT_NEEDED: Final = frozenset({"机制建设", "其他", "非举措", ""})
#: Behind this something is brought about, whatever the verb: 加强制度|建设.
_MAKING_TAIL: Final = "建设"
#: Words behind the one that decides: 宣传|活动, 执法检查|力度. They never decide themselves.
_TAILS: Final = frozenset({"工作", "活动", "行动", "力度", _MAKING_TAIL})


class Measures:
    """The table of words that decide, ready to be asked."""

    __slots__ = ("_answers",)

    def __init__(self, lexicon: Lexicon) -> None:
        self._answers: dict[str, dict[str, ActionClass]] = {name: {} for name in _STANDING}
        for row in lexicon.table("action_objects"):
            for name, kinds in _STANDING.items():
                if row["verbs"] in kinds and row["head"] not in _TAILS:
                    self._answers[name][row["head"]] = cast(ActionClass, row["action_class"])

    def of(self, verb_class: str, thing: str) -> ActionClass | None:
        """The class of an action whose verb has this class and whose object is this.

        >>> from policy_extract.lexicon import load_lexicon
        >>> measures = measures_of(load_lexicon())
        >>> measures.of("机制建设", "部门联席会议机制"), measures.of("推进实施", "岗位培训"), measures.of("机制建设", "营商环境")
        ('机制建设', '宣传培训', None)
        """
        answers = self._answers.get(verb_class)
        if answers is not None:
            head = thing[-2:]
            found = answers.get(head)
            if found is None and head in _TAILS:
                if head == _MAKING_TAIL:
                    answers = self._answers["机制建设"]
                found = answers.get(thing[-4:-2])
            if found is not None:
                return found
        return None if verb_class in _OBJECT_NEEDED else verb_class  # type: ignore[return-value]  # a lexicon's own, too


@lru_cache(maxsize=4)
def measures_of(lexicon: Lexicon) -> Measures:
    """The table of a lexicon, made once."""
    return Measures(lexicon)
