"""The record: who did what, with which scope and edition, and has anybody tampered with it?"""

from pages.ui import record_filters, record_view, recorded

record = recorded.record()
record_view.chain(record)
record_view.show(record_filters.choose(record.entries))
