# Les calendriers, les délais et ce que leurs changements déplacent.

event-rules-applied = { $n ->
    [one] a fait recalculer une échéance selon
   *[other] a fait recalculer { $n } échéances selon
}
