"""The record: who did what, with which scope and edition, and has anybody tampered with it?"""

from pages.officers.record import filters, table
from pages.ui import audit

record = audit.read_record()
table.chain(record)
table.show(filters.choose(record.entries))
