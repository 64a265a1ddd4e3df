"""A whole run: plan, what is left to do, the engine over it, the ledger, the results."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING

from policy_extract.batch.engines import Engine
from policy_extract.batch.ledger import Ledger
from policy_extract.batch.plan import Plan, make_plan
from policy_extract.batch.progress import Listener, Silence
from policy_extract.batch.settings import Settings, refuse_other
from policy_extract.batch.store import Store, open_store, said
from policy_extract.batch.work import Compression, Layout, Output, Work, files_of
from policy_extract.errors import PolicyExtractError

if TYPE_CHECKING:
    from policy_extract.batch.merge import Summary

__all__ = ["LARGE", "Wanted", "run_batch"]

_SETTINGS = "_run/settings.json"

#: Documents above which results are a folder of parts, and no single files, unless the call says otherwise.
LARGE = 10_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of a run; None leaves a choice to the number of documents, see :data:`LARGE`."""

    layout: Layout | None = None
    formats: tuple[str, ...] | None = None
    graphs: tuple[str, ...] | None = None
    compression: Compression | None = None
    limit: int | None = None
    sample: int | None = None
    retry_failed: bool = False
    fresh: bool = False
    memory: int = 0

    def layout_of(self, plan: Plan) -> Layout:
        """How the results of a plan are laid out."""
        return self.layout or ("parts" if plan.documents > LARGE else "files")

    def output_of(self, layout: Layout, settings: Settings) -> Output:
        """What its workers write."""
        parts = layout == "parts"
        formats = self.formats if self.formats is not None else ("parquet",) if parts else ("parquet", "csv")
        whole = {"xlsx", "dta"}.intersection(formats)
        if parts and whole:
            raise PolicyExtractError(
                f"{', '.join(sorted(whole))} hold a table as a whole; choose --layout files if memory is large enough"
            )
        graphs = self.graphs if self.graphs is not None else ("graphml",) if parts else ("graphml", "gexf")
        return Output(formats, graphs, settings.hanlp is not None)


def run_batch(
    inputs: Sequence[str],
    out: str,
    engine: Engine,
    settings: Settings | None = None,
    wanted: Wanted | None = None,
    listener: Listener | None = None,
) -> Summary:
    """Reads the documents of the inputs and writes the results into ``out``, taking up what an earlier run has done.

    Raises PolicyExtractError where the run cannot go on: what is recorded as done is kept, and the same call goes on from
    there. KeyboardInterrupt stops it as cleanly.
    """
    settings, wanted, listener = settings or Settings(), wanted or Wanted(), listener or Silence()
    store = open_store(out)
    try:
        with store.lock("_run/lock"):
            return _run(inputs, store, engine, settings, wanted, listener)
    except OSError as error:
        raise said(error, store) from error
    finally:
        engine.close()
        listener.stop()


def _run(
    inputs: Sequence[str], store: Store, engine: Engine, settings: Settings, wanted: Wanted, listener: Listener
) -> Summary:
    store.clean()
    facts = json.loads(json.dumps(settings.facts()))
    if wanted.fresh:
        from policy_extract.batch.merge import forget

        forget(store)
    elif store.has(_SETTINGS):
        with store.read(_SETTINGS) as file:
            refuse_other(json.loads(file.read()), facts, store.url)
    digest = settings.digest()
    work = Work(store.url, settings, Output(), digest, wanted.memory, os.getcwd())
    engine.begin(work)
    listener.planning()
    plan = make_plan(
        inputs, store, digest, settings.limits,
        limit=wanted.limit, sample=wanted.sample, documents=settings.documents,
    )  # fmt: skip
    with store.write(_SETTINGS) as file:
        file.write(json.dumps(facts, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass"))
    layout = wanted.layout_of(plan)
    output = wanted.output_of(layout, settings)
    ledger = Ledger(store)
    missing = _missing(store, plan, ledger, output, wanted.retry_failed)
    finished = [shard for shard in plan.shards if shard.key not in missing]
    listener.start(
        plan.documents, sum(shard.count for shard in finished), sum(ledger.failures(shard.key) for shard in finished)
    )
    if missing:
        results = engine.run(plan.jobs(missing), len(missing), replace(work, output=output), listener.advance)
        for key, entries in results:
            ledger.add(key, entries)
            listener.recorded(entries)
            import_module("policy_extract.batch.merge")  # while the workers are busy
    from policy_extract.batch.merge import merge

    listener.merging()
    compression: Compression = wanted.compression or ("zstd" if layout == "parts" else "none")
    failures = sum(ledger.failures(shard.key) for shard in plan.shards)
    return merge(store, plan, output, layout, compression, failures, engine.share)


def _missing(store: Store, plan: Plan, ledger: Ledger, output: Output, retry_failed: bool) -> set[str]:
    """The shards that are not done, or whose files are not all there, or that hold a failure to be tried again."""
    there: dict[str, set[str]] = {}
    missing = set()
    for shard in plan.shards:
        done = ledger.is_done(shard.key, shard.count) and not (retry_failed and ledger.failures(shard.key))
        for name in files_of(shard.key, output) if done else ():
            folder, _, file = name.rpartition("/")
            if folder not in there:
                there[folder] = store.names(folder)
            done = done and file in there[folder]
        if not done:
            missing.add(shard.key)
    return missing
