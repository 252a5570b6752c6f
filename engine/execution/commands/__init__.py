"""The engine's own verbs: timers fire, jobs are leased and answered, incidents are tried again."""
