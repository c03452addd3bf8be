"""The loop: a community picks, a brand makes only what was paid for.

Designs are shown to a KOC's groups in a round; members pick; the winners are sewn as samples; the KOC wears one and
posts the truth; a pre-sale opens with her as its front; orders are placed and paid; at the close production decides,
once: met, and every paid piece goes into one work order; missed, and everyone is refunded; factories make and ship.

Each stage needs only the stages before it: a module here imports only modules to its left in LOOP.
"""

LOOP = (
    "brand",
    "people",
    "inbox",
    "files",
    "communities",
    "designs",
    "rounds",
    "ballots",
    "results",
    "samples",
    "posts",
    "terms",
    "presales",
    "addresses",
    "orders",
    "ledger",
    "payments",
    "factories",
    "production",
    "shipments",
)
