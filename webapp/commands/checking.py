"""`neiqin check`: whether the rows of all cases agree; one sentence for each place where they do not."""

from __future__ import annotations

from dataclasses import asdict

from engine.bootstrap import Settings, build_engine, schema
from engine.execution import check
from engine.kernel import exact_json
from webapp.check_words import words
from webapp.commands import GOOD, MISUSED, WRONG, complain, tell, trouble


def run(*, as_json: bool) -> int:
    """Exit 0: all agree; 1: something was found; 2: it could not look."""
    try:
        return _run(as_json)
    except Exception as error:
        # Whoever runs this by a clock must tell a finding from a database that is not there.
        sentence = trouble(error)
        if sentence is None:
            raise
        complain(sentence)
        return MISUSED


def _run(as_json: bool) -> int:
    engine = build_engine(Settings.from_environment())
    count = 0
    try:
        with engine.read() as reader:
            if not schema.is_current(reader.connection):
                complain("there is nothing to check: the schema is not this version's; run `neiqin migrate`")
                return MISUSED
        for finding in check.findings(engine.read, engine.clock.real_now()):
            count += 1
            fields = asdict(finding)
            with engine.read() as reader:
                sentence = words(reader, fields, "en")
            tell(exact_json.dumps({**fields, "words": sentence}) if as_json else sentence)
    finally:
        engine.close()
    if not as_json:
        tell(f"found: {count}" if count else "the rows of all cases agree")
    return WRONG if count else GOOD
