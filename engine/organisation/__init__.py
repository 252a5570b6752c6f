"""People, departments, roles, accounts and web sessions: who is who, and who may come in."""
