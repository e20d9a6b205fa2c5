# Clocks explained, the ledger, due dates set by hand.

event-due-set = set by hand when “{ $metric }” is due:
input-not_ahead = Choose a moment that is still to come
input-clock_stopped = This clock has stopped: its due date cannot change any more
input-clock_missed = This promise was missed already: what was missed stays missed
said-extended = Due date set
