"""`neiqin user add`.

A person with an account and a first password, which must be changed at the first login.
"""

from __future__ import annotations

from engine.bootstrap import Settings, build_engine
from engine.kernel.actor import Actor
from engine.kernel.errors import EngineError
from engine.organisation.commands.add_person import AddPerson
from engine.organisation.commands.set_password import SetPassword
from engine.seeds.logins import make_password
from webapp.commands import GOOD, WRONG, complain, tell

ACTOR = Actor.system("command-line")


def add(user_id: str, name: str, number: str, roles: tuple[str, ...], department: str | None) -> int:
    engine = build_engine(Settings.from_environment())
    password = make_password()
    try:
        engine.execute(AddPerson(user_id, number, name, roles, department), ACTOR)
        engine.execute(SetPassword(user_id, password, must_change=True), ACTOR)
    except EngineError as refused:
        complain(f"{user_id} was not added: {refused}")
        return WRONG
    finally:
        engine.close()
    tell(f"{user_id}  {password}")
    tell("The password must be changed at the first login and is shown only now.")
    return GOOD
