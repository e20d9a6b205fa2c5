# Calendars, targets, and what their changes move.

event-rules-applied = { $n ->
    [one] had one deadline reckoned anew by
   *[other] had { $n } deadlines reckoned anew by
}
