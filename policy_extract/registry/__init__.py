"""Who an agency is: a name in a notice, with the issuer's region and the date, gives an :class:`Agency`.

Local governments name one line of government differently (厅, 局, 委; 发展和改革委员会, 发改委, 发改局), so names
are not listed but read: a region or level, a stem, a suffix. The stems are the types of ``lexicons/agencies.csv``, the
regions those of ``regions.csv`` and ``counties.csv``. What the grammar does not know gives None, never a guess.

An id is a region code and a type, ``130000/质量技术监督``. Where only the level of the place is known, the code says
that: ``130000:市/财政`` is the finance bureau of a city of Hebei that the notice does not name, and
``130000:各市/人民政府`` all governments of its cities. ``?`` stands for a region that is not known at all.
"""

from __future__ import annotations

from datetime import date as Date

from policy_extract.collectives import is_collective
from policy_extract.lexicon import Lexicon, load_lexicon
from policy_extract.places import Place, find_place
from policy_extract.registry.bodies import Agency
from policy_extract.registry.resolver import registry_of

__all__ = ["Agency", "Place", "agency_of", "expand", "explain", "find_place", "is_collective", "resolve"]


def resolve(
    name: str,
    *,
    region: str | None = None,
    level: str | None = None,
    date: Date | None = None,
    lexicon: Lexicon | None = None,
) -> Agency | None:
    """The agency (机构) that a name stands for in a notice of that issuer and date, or None where it is not known.

    ``name`` is a mention completed from its list, ``region`` the issuer's province, city or county (the issuer's whole
    name will do), ``level`` the issuer's level where the region does not tell it.

    >>> found = resolve("省质监局", region="河北省", date=Date(2015, 6, 24))
    >>> found.id, found.official_name, found.system
    ('130000/质量技术监督', '河北省质量技术监督局', '市场监管')
    >>> resolve("省梦想厅", region="河北省") is None
    True
    """
    return registry_of(lexicon or load_lexicon()).resolve(name, region, level, None if date is None else date.year)


def agency_of(id: str, *, date: Date | None = None, lexicon: Lexicon | None = None) -> Agency | None:
    """The agency of an id, by its official name at the date; None where no table holds it, or its level has none.

    >>> agency_of("130000/质量技术监督").official_name
    '河北省质量技术监督局'
    """
    return registry_of(lexicon or load_lexicon()).agency(id, None if date is None else date.year)


def expand(
    collective: str,
    *,
    region: str | None = None,
    level: str | None = None,
    date: Date | None = None,
    lexicon: Lexicon | None = None,
) -> tuple[Agency, ...]:
    """The agencies that a collective name (集合名称) stands for, by its id or, in a region, its name.

    各设区市人民政府 of 河北省 are its eleven cities, 各县(市、区)住建局 of a city those of its counties. What cannot be counted
    (有关部门, 各金融机构, 各乡镇) gives (); a name that is none gives it itself.

    >>> [a.official_name for a in expand("各设区市人民政府", region="河北省")][:3]
    ['石家庄市人民政府', '唐山市人民政府', '秦皇岛市人民政府']
    >>> len(expand("530600:各县/人民政府")), expand("省有关部门", region="河北省")
    (11, ())
    """
    registry = registry_of(lexicon or load_lexicon())
    year = None if date is None else date.year
    if ":" not in collective and "/" not in collective:
        found = registry.resolve(collective, region, level, year)
        if found is None:
            return ()
        if not found.collective:
            return (found,)
        collective = found.id
    return tuple(registry.expand(collective, year))


def explain(
    name: str, *, region: str | None, level: str | None = None, date: Date | None = None, lexicon: Lexicon | None = None
) -> str | None:
    """Why a name is not resolved, in a sentence; None where it is.

    >>> explain("省医保局", region="河北省", date=Date(2015, 6, 24))
    'not yet in 2015: 医保 begins in 2018'
    >>> explain("朝阳区政府", region=None)
    'several places are called so: 北京市朝阳区, 长春市朝阳区'
    """
    return registry_of(lexicon or load_lexicon()).explain(name, region, level, None if date is None else date.year)
