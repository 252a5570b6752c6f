"""What each web worker process loads: one engine, one app."""

from __future__ import annotations

import gc
import os

from engine.bootstrap import Settings, build_engine
from webapp import logs
from webapp.app import create_app

logs.configure(os.environ.get("NEIQIN_LOG_LEVEL", "WARNING"))
app = create_app(build_engine(Settings.from_environment()))

# What is loaded by now stays for good: the collector need not look through it while somebody waits.
gc.collect()
gc.freeze()
