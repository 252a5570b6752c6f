"""A place where the audit does not hold, as a sentence: which record, what is wrong with it."""

from __future__ import annotations

from engine.execution.audit import ChainFault
from webapp import i18n


def fault_words(fault: ChainFault, language: str) -> str:
    """`Record 3 of case 7041 is not what was written.`"""
    facts = {"chain": chain_words(fault.chain, language), "seq": fault.seq}
    return i18n.say(language, f"audit.fault.{fault.reason}", facts)


def chain_words(chain: str, language: str) -> str:
    """What a chain is about: `case 7041`, `the account linxiaolan`; an unknown one shows its name."""
    kind, _, of = chain.partition(":")
    code = f"audit.chain.{kind}"
    return i18n.say(language, code, {"of": of}) if code in i18n.catalogue(language) else chain
