"""The heartbeat of a node: due timers, jobs and the outbox. APScheduler ticks; every due thing is a row."""
