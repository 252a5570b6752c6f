"""The workflow engine: processes, user tasks, timers, registers. Knows nothing of HTTP."""
