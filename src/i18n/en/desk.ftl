# The staff's pages: menu, queue, case, SLA board, administration.

nav-label = Main navigation
nav-close = Close the menu
nav-menu = Menu
nav-more = Account and display
nav-jump = Go to a reference
nav-jump-label = Go to a reference, such as REQ-1042
nav-mine = My work
nav-views = Views
nav-team = Team
nav-admin = Administration
nav-board = SLA board
nav-mail = Mail
nav-settings = Administration
side-team = Publishers { $team }

view-triage = Triage
view-mine = My cases
view-waiting = Waiting on partner
view-all = All open cases
view-verifications = Verifications
view-escalations = Tech escalations
view-onboardings = New partners

desk-day-1 = Mon
desk-day-2 = Tue
desk-day-3 = Wed
desk-day-4 = Thu
desk-day-5 = Fri
desk-day-6 = Sat
desk-day-7 = Sun
colon = :
colon-space = :{" "}
percent = { $number }%

kind-request = Request
kind-verification = Verification
kind-escalation = Tech escalation
kind-onboarding = Onboarding
priority-p1 = Critical
priority-p2 = High
priority-p3 = Normal
priority-p4 = Low
language-fr = French
language-en = English
vertical-sport = Sport
vertical-news = News
vertical-broadcast = Television
vertical-media = Media group
vertical-studio = Studio
vertical-publisher = Press
vertical-radio = Radio
tier-premium = premium
tier-standard = standard
tier-strategic = strategic

metric-first_response = First reply
metric-next_response = Next reply
metric-update_due = Next update
metric-resolution = Resolution
metric-work = Work
metric-ownership = Ownership
metric-ack = Acknowledgement
metric-milestone = Milestone
metric-review = Review
metric-second_review = Second review
metric-central_decision = Central decision
metric-total = Total time
metric-mitigation = Mitigation
metric-fix = Fix
metric-kickoff = Kick-off
metric-first_post = First post
metric-live = Going live
metric-stalled = No progress

chip-left = left
chip-due = due
chip-late = late
chip-held = left, on hold
chip-none = No target
clock-met = Met in { $time }
clock-missed = Missed by { $time }
clock-held = On hold, { $time } left
clock-held-late = On hold, { $time } late
clock-target = target { $time }
clock-by = by { $when }
clock-was-due = was due { $when }
clock-service-left = { $time } of service time
clock-explanation = Policy “{ $policy }”, calendar { $calendar } v{ $version }, target { $target }; first due { $original }

queue-as-of = At { $time }
queue-reload = Refresh
band-late = Late
band-late-note = past the deadline
band-soon = Under 4 hours
band-today = Today
band-later = Later
band-held = On hold
band-held-note = no clock is running
row-select = Select
row-look = Preview
row-owner = Owner:
row-nobody = Nobody
why-waiting-partner = waiting on the partner for
why-waiting-internal = with another team for
why-waiting-third = waiting on a third party for
why-new = new request
why-moved-partner = the partner came back
why-moved = moved on
why-message-partner = the partner wrote
why-message = reply sent
why-files-partner = documents added by the partner
why-files = documents added
why-owner = assigned
why-desk = handed over
why-priority = priority changed
why-escalated = escalated
why-acknowledged = escalation acknowledged
why-counted = reminder sent
why-linked = case linked
why-changed = updated
filters = Filters
filter-add = Filter
filter-apply = Apply
filter-remove = remove this filter
filter-owner = Owner
filter-state = State
filter-kind = Type
filter-priority = Priority
filter-team = Team
filter-any = Any
filter-me = me
filter-nobody = nobody
filter-me-or-nobody = me or nobody
filter-one-person = one person
filter-waiting = waiting on partner
bulk-label = Selection
bulk-take = Take
bulk-clear = Clear selection
pager = Pages
pager-first = Start of the list
pager-next = Next page
empty-triage = Nothing to triage
empty-triage-text = New requests arrive here first.
empty-triage-link = Open my cases
empty-mine = You have no case
empty-mine-text = Cases that you take or are given are listed here in deadline order.
empty-mine-link = Open triage
empty-waiting = Nobody is waited for
empty-waiting-text = Cases that wait for the partner's answer are listed here.
empty-all = No open case
empty-all-text = Open cases of your teams are listed here in deadline order.
empty-filtered = No case matches
empty-filtered-text = Remove a filter to see more.
empty-filtered-link = Clear filters

preview-label = Preview of case
preview-open = Open the case as a page
preview-close = Close the preview
preview-quote = The partner's message
preview-siblings = Other open cases of the partner
preview-due = at { $when }
preview-files = { $n ->
    [0] No document
    [one] { $n } document
   *[other] { $n } documents
}
case-previous = Previous case
case-next = Next case
case-opened = opened { $when }
case-opened-by = opened { $when } by { $who }
prop-state = State
prop-priority = Priority
prop-files = Documents
prop-language = Language
prop-owner = Owner
prop-team = Team
prop-policy = Policy
prop-hours = Hours
prop-reopened = Reopened
prop-access = Access
prop-confidential = Confidential: requester and staff
route-title = Proposed owner
route-why = Why this team
route-portfolio = looks after this publisher. Load { $load } of { $capacity }.
route-backup = stands in for who looks after this publisher. Load { $load } of { $capacity }.
route-load = has the least to do: { $load } of { $capacity }.
route-nobody = Nobody of the team is available.
route-rule = Rule “{ $rule }”, { $n ->
    [one] one person compared
   *[other] { $n } people compared
}.
route-no-rule = No rule applies: the case stays with its team.

crumbs = Breadcrumb
clocks-label = Clocks
acts-label = Actions
acts-more = Other actions
acts-none = There is nothing that you can do at this step.
case-blocked = { $n ->
    [one] One action not possible: why?
   *[other] { $n } actions not possible: why?
}
tabs-label = Timeline filter
show-everything = Everything
show-messages = Messages
show-notes = Notes
show-changes = Changes
details-title = Details
details-label = Case details
partner-title = Partner
relatives-title = Linked cases
answers-title = Answers of the form
files-title = Documents
relation-parent = Opened from
relation-child = Opened
relation-merged-into = Merged into
relation-merged-from = Merged from
relation-linked = Linked to
aside-team-held = { $team }, held by { $desk }
aside-hours = { $calendar }, version { $version }
aside-reopened = { $n ->
    [one] once
   *[other] { $n } times
}
run-title = Escalation under way
run-begun = Begun { $when }
run-level = Level { $level } told { $when }
run-acknowledged = Acknowledged by { $who }, { $when }
run-acknowledge = Acknowledge

name-unknown = Somebody who left
wrote-note = internal note
wrote-to = to { $who }, { $language }
wrote-in-fr = in French
wrote-in-en = in English
wrote-via-portal = { $organisation }, via the portal
wrote-via-desk = { $organisation }, entered by staff
wrote-via-mail = { $organisation }, by mail
wrote-via-api = { $organisation }, via the interface
wrote-via-system = { $organisation }
event-opened = opened the case
event-submitted = sent the request
event-moved = moved the case from { $from } to
event-stayed = recorded
event-routed = routed the case to the team
event-rule = Rule
event-reason = Reason
event-desk = handed the case to the team
event-taken = took the case
event-assigned = assigned the case to
event-released = released the case
event-priority = changed the priority from { $from } to
event-reminded = reminded the partner
event-files = { $n ->
    [one] added one document
   *[other] added { $n } documents
}
event-purged = removed the documents, as the workflow asks
event-escalated = escalated to level { $level }:
event-escalated-nobody = escalated to level { $level }, with nobody to tell
event-acknowledged = acknowledged the escalation
event-child = opened a linked case:
event-merged-into = merged this case into another
event-merged-from = merged another case into this one
event-child-done = saw a linked case end
event-linked = linked another case
event-by-rule = by the rule
compose-label = Reply to { $who }
compose-placeholder = Reply to { $who } { $language }…
compose-kind = Who reads it
compose-reply = Reply
compose-note = Note
compose-read-partner = The partner reads this
compose-read-staff = Internal note: the partner never sees it
compose-send = Send
diagram-label = Workflow diagram, scrolls sideways
diagram-now = Workflow: now in { $now }.
diagram-past = Before: { $list }.
diagram-next = Next: { $list }.
diagram-side = Beside: { $list }.

change-title = Change owner or priority
change-owner = Assign
change-priority = Change priority

said-taken = Cases taken
said-some-taken = Some cases are taken; the others have an owner already or cannot be taken
said-none-taken = No case taken: they have an owner already or cannot be taken
said-none-ticked = Tick some cases first
said-moved = Case updated
said-written = Message saved
said-assigned = Owner changed
said-prioritised = Priority changed
said-acknowledged = Escalation acknowledged
said-mail-queued = Mail queued again
said-no-reference = There is no such reference: type for example REQ-1042
case-moved-meanwhile = This case has changed meanwhile: it is now “{ $state }”. Your text is kept; send again if it is still useful.

move-becomes = becomes
move-sure = This asks for nothing more.
move-cancel = Back to the case
form-problem = There is a problem
form-error = Error:
form-error-title = Error: { $title }
form-optional = (optional)
form-choose = Choose…
form-day = Day
form-month = Month
form-year = Year
form-date-hint = For example, 14 03 2027
form-case-hint = A reference, such as REQ-1042

tile-met = Targets met
tile-met-detail = goal { $goal }, { $met } of { $all } targets
tile-points = { $number } pt
tile-late = Breached now
tile-late-detail = oldest { $time }
tile-late-none = no breach is open
tile-soon = Due in under 4 h
tile-soon-risk = { $n } at risk
tile-soon-detail = { $n ->
    [0] all have an owner
    [one] one has no owner
   *[other] { $n } have no owner
}
tile-first = Median first reply
tile-first-detail = 90th percentile { $time }
tile-first-none = no reply in 7 days
tile-held = On hold over 3 days
tile-held-detail = no clock is running
board-late = Late or close
board-late-note = sorted by deadline
board-late-empty = No clock is running.
board-open-queue = Open as queue
board-taken = acknowledged by { $who }
board-workflows = By workflow
board-workflows-note = 7 days, share of targets met
board-weeks = Targets met per week
board-weeks-empty = The line needs two weeks in which clocks came out.
board-as-table = Show as table
board-owners = Open cases by owner
board-owners-empty = No open case.
board-feed = Latest escalations
board-feed-empty = No escalation.
col-clock = Clock
col-case = Case
col-state = State
col-owner = Owner
col-next = Hears next
col-workflow = Workflow
col-closed = Closed
col-median = Median time
col-week = Week of
col-share = Share
col-met = Met
col-all = All
col-split = Split by clock
col-open = Open
col-late = Late
weeks-label = Share of targets met per week over { $n } weeks, from { $first } to { $last }, goal { $goal }. The table holds the values.
weeks-goal = goal { $goal }
weeks-now = now
owner-split = { $ok } on track, { $risk } at risk, { $late } breached, { $held } on hold
legend-late = Breached
legend-risk = At risk
legend-ok = On track
legend-held = On hold
feed-level = went to level { $level }, told: { $who }
feed-level-nobody = went to level { $level }, with nobody to tell
feed-acknowledged = acknowledged by { $who }

admin-mail-fine = Everything has left or will.
admin-mail-parked = { $n ->
    [one] One mail could not be sent.
   *[other] { $n } mails could not be sent.
}
admin-board-text = Clocks, breaches and escalations of the teams.
admin-cli = Accounts, tokens and workflows are looked after on the command line:
mail-tabs = Where mails stand
mail-parked = Parked
mail-queued = Queued
mail-sent = Sent
mail-retry = Retry
mail-none-parked = No mail is parked
mail-none-queued = No mail is queued
mail-none-sent = No mail was sent
mail-stands-parked = Parked
mail-stands-queued = Next attempt: { $when }
mail-stands-sent = Sent: { $when }
col-mail = Mail
col-to = To
col-asked = Asked
col-attempts = Attempts
col-stands = Stands
