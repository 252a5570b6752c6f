"""What people do with the rows of any register: enter, change, record a fact, make void, import, look back.

Every register tells through its port (`engine.execution.ports.Register`) what it allows; nothing here knows a
register by name.
"""

from engine.register_rows import act, decide, void, write
from engine.register_rows.sheets import import_rows

HANDLERS = (
    write.HANDLER,
    act.HANDLER,
    void.HANDLER,
    decide.HANDLER,
    import_rows.HANDLER,
)
