"""From one notice to a million: a folder of documents becomes a result set, in pieces that a stopped run takes up again.

:mod:`plan` finds the documents, hashes them and cuts them into shards; an engine (:mod:`engines`) has each shard read by a
:mod:`worker`, which writes its tables; the :mod:`ledger` records every document; :mod:`merge` puts the results together.
"""
