"""The deep engine (深度引擎): what HanLP's models add to a notice that the rules have read.

The rules stay the authority. A model is asked about the sentences outside the responsibility lists, and adds

- organisations (机构名) in running text, which carry no work: :func:`find_organisations`, and the table
  ``organisations`` of ``policy-extract run --engine hanlp``;
- actions (举措) by predicate and argument, only in comma pieces where no rule found one: ``rule`` is ``hanlp:srl``;
- the indicator (指标) of a quantity that has none: its ``rule`` gets ``+hanlp:dep`` or ``+hanlp:srl``.

Nothing that a rule found is changed otherwise, and every finding's text is still ``notice.text[start:end]``. HanLP's
published Chinese models are for research and teaching only (仅供研究与教学使用); none comes with this package, and none
is downloaded unasked. A model is about a hundred times slower than the rules.
"""

from policy_extract.deep.batch import deepen_each
from policy_extract.deep.engine import HanLP, engine_of
from policy_extract.deep.merging import Deepened, deepen, find_organisations
from policy_extract.deep.organisations import Organisation, organisation_columns
from policy_extract.deep.sentences import chunks
from policy_extract.finders.words import EngineError

__all__ = [
    "Deepened",
    "EngineError",
    "HanLP",
    "Organisation",
    "chunks",
    "deepen",
    "deepen_each",
    "engine_of",
    "find_organisations",
    "organisation_columns",
]
