"""Working days, holidays with make-up days, working hours, business durations and the due dates of timers."""
