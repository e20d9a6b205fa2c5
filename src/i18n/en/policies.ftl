# Calendars, targets, and what their changes move.

event-rules-applied = { $n ->
    [one] had one deadline reckoned anew by
   *[other] had { $n } deadlines reckoned anew by
}

nav-targets = Targets and calendars
admin-targets-text = Hours, promised targets, event windows; and what changing them moves.

sla-kind-calendar = Calendar
sla-kind-policy = Policy
sla-kind-event = Event
sla-kind-other = Definition
sla-calendars = Calendars
sla-calendars-note = The hours in which targets count
sla-events = Event windows
sla-events-note = While an event of these partners is on, the rows “during an event” are theirs
sla-events-empty = No window is open or to come.
sla-works = Counts and applications
sla-change = Change
sla-col-what = Definition
sla-col-how = Work
sla-col-asked = Asked for by
sla-col-week = Week
sla-col-days = Next special days
sla-col-version = Version
sla-col-row = For
sla-col-when = When
sla-col-partners = Partners
sla-col-moved = Moved
sla-col-unbreached = No longer missed
sla-col-newly = Newly missed
sla-col-gone = Taken back
sla-by-team = By team
sla-by-partner = By partner
sla-others = Other partners
sla-day-holiday = holiday
sla-day-closed = closed
sla-day-half = half day
sla-every-case = Every case
sla-occasion-event = during an event
sla-occasion-ordinary = outside events
sla-changed = { $name }, { $when }
sla-files = with the files
sla-files-at = with the files, { $when }
sla-quoted = “{ $text }”
sla-edit-new_cases = New cases only
sla-edit-open_cases = Open cases too
sla-edit-restate = Reckon everything anew, over 90 days
sla-apply-new_cases = Clocks that run already keep the version they began under.
sla-work-preview = Preview
sla-work-open_cases = Application to open cases
sla-work-restate = Restatement over 90 days
sla-work-about = Asked for by { $name }, { $when }.
sla-stands-running = under way, { $percent }%
sla-stands-done = done
sla-stands-failed = stopped: { $why }
sla-progress = { $seen } cases looked at of { $total }
sla-progress-note = The page refreshes by itself; you may leave it, the work goes on.
sla-nothing = No deadline changes.
sla-comes-to = { $moved ->
    [0] No deadline moves
    [one] One deadline moves
   *[other] { $moved } deadlines move
}, { $unbreached ->
    [0] none is no longer missed
    [one] one is no longer missed
   *[other] { $unbreached } are no longer missed
}, { $newly ->
    [0] none is newly missed.
    [one] one is newly missed.
   *[other] { $newly } are newly missed.
}
sla-comes-to-gone = { $n ->
    [one] One promise is taken back.
   *[other] { $n } promises are taken back.
}
sla-apply-to = To which cases is this version to apply?
sla-publish = Publish this version
sla-reason = Reason
sla-reason-hint = It is kept with the version and in the history of every case it touches
sla-draft-text = Text of this version
sla-definition-note = A change becomes a new version; what began under an old one keeps it.
sla-add-closure = Add a closure
sla-add-closure-hint = One day, or several in a row
sla-first-day = First day
sla-last-day = Last day, if several
sla-add-half = Add a half day
sla-add-half-hint = A day with hours of its own, such as 09:00-12:30
sla-day = Day
sla-hours = Hours
sla-one-target = Change one target
sla-length = New target
sla-length-hint = In working hours of the calendar: 30m, 4h, 1h30m, 2bd
sla-as-text = The whole definition
sla-as-text-hint = In TOML, as in the files; the version number is given when it is published
sla-preview = See what it changes
sla-versions = Versions
sla-in-force = in force
sla-event-add = Add a window
sla-event-title = Name of the event
sla-event-from = Begins
sla-event-to = Ends
sla-event-zone = Time zone
sla-event-partners-hint = Short names, separated by commas, such as arenes-tv
sla-event-publish = Publish the window
sla-event-when = from { $from } to { $to }
sla-event-off = called off
said-published = The version is published.

input-definition_wrong = Line { $line }: { $message }
input-other_definition = Keep the key of this definition, and one definition a text
input-unchanged = The text says the same as the version in force
input-still_counting = Wait for the end of the preview
input-changed_meanwhile = Another version was published since: preview again
input-unknown_choice = Choose one of these
input-not_a_day = Choose a day

docs-tag-policies = Calendars and targets
docs-do-list_calendars = List the calendars
docs-do-list_policies = List the policies of targets
docs-do-preview_policy = Count what a change would move
docs-do-get_policy_work = Read a count or an application
docs-do-publish_policy = Publish a version and apply it
