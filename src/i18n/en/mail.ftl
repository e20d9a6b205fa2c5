# Electronic mail. Each template has a subject (-subject), what happened (-happened), what we need
# (-needed), by when (-when) and the words of the button (-button). The “-open” variant is used when an
# optional value is not known: the sentence stays whole.

mail-subject = [{ $reference }] { $subject }
mail-greeting = Hello { $recipient_first_name },
mail-greeting-open = Hello,
mail-quote = { $actor } wrote:
mail-quote-open = Message:
mail-closing = Kind regards,
mail-signature = The { $team } team
mail-signature-open = The Guichet team
mail-about = { $reference } · { $title }
mail-about-title = “{ $title }”
mail-reply-here = You can reply to this message: your answer joins the case.
mail-reply-there = This message is automatic. To answer, use the link above.

mail-holder-owner = Who has it: { $owner }, { $team } team.
mail-holder-owner-open = Who has it: the { $team } team.
mail-holder-team = Who has it: the { $team } team; nobody has taken it yet.
mail-holder-recipient = Who has it: you. The { $team } team takes over as soon as you answer.
mail-holder-staff = Who has it: you.
mail-holder-desk = Who has it: your team.
mail-holder-settled = Who has it: nobody, unless you come back to us.
mail-holder-nobody = Who has it: nobody, the case is over.

mail-team-fr = France
mail-team-emea = EMEA
mail-team-central = Central

mail-metric-first_response = first reply
mail-metric-next_response = next reply
mail-metric-update_due = next update
mail-metric-resolution = resolution
mail-metric-work = working time
mail-metric-ownership = handling by the team
mail-metric-ack = acknowledgement
mail-metric-milestone = milestone
mail-metric-review = review of the documents
mail-metric-second_review = second review
mail-metric-central_decision = platform decision
mail-metric-total = total time
mail-metric-mitigation = workaround
mail-metric-fix = fix
mail-metric-kickoff = kick-off
mail-metric-first_post = first post
mail-metric-live = go-live
mail-metric-stalled = progress

# Requests

mail-request-received-subject = We received your request: { $title }
mail-request-received-happened = We have received your request “{ $title }”. Its reference is { $reference }.
mail-request-received-needed = There is nothing for you to do for now.
mail-request-received-when = We will reply by { $due }.
mail-request-received-when-open = We will write to you as soon as somebody takes your request.
mail-request-received-button = Follow my request

mail-request-new-subject = New request ({ $organisation }): { $title }
mail-request-new-happened = { $organisation } has sent the request “{ $title }”, priority { $priority }.
mail-request-new-happened-open = { $organisation } has sent the request “{ $title }”.
mail-request-new-needed = Take it if it is yours, or assign it.
mail-request-new-when = First deadline: { $due }.
mail-request-new-when-open = No deadline is running for now.
mail-request-new-button = Open the case

mail-request-taken-subject = { $owner_first } is on your request
mail-request-taken-subject-open = Your request is in hand
mail-request-taken-happened = { $owner }, of the { $team } team, is looking after your request “{ $title }”.
mail-request-taken-happened-open = The { $team } team is looking after your request “{ $title }”.
mail-request-taken-needed = There is nothing for you to do: we will write if we need a detail.
mail-request-taken-when = You will hear from us by { $due }.
mail-request-taken-when-open = We will keep you informed at each step.
mail-request-taken-button = Follow my request

mail-request-question-subject = We need a detail from you by { $follow_up_day }
mail-request-question-subject-open = We need a detail from you
mail-request-question-happened = { $actor } needs a detail about your request “{ $title }”.
mail-request-question-happened-open = We need a detail about your request “{ $title }”.
mail-request-question-needed = Answer on the page of the request; you can add files there.
mail-request-question-when = By { $follow_up }. Until then, your request is on hold.
mail-request-question-when-open = As soon as you can: until then, your request is on hold.
mail-request-question-button = Answer

mail-request-reminder-subject = Reminder: we are waiting for your answer
mail-request-reminder-happened = Your request “{ $title }” is still waiting for your answer.
mail-request-reminder-needed = Answer on the page of the request, even in a few words.
mail-request-reminder-when = Without an answer by { $closes }, we will consider it resolved; you will be able to reopen it.
mail-request-reminder-when-open = Your request stays on hold until you answer. If we hear nothing, we will consider it resolved; you will be able to reopen it.
mail-request-reminder-button = Answer

mail-request-resolved-subject = Resolved: tell us if it is right
mail-request-resolved-happened = Your request “{ $title }” is resolved.
mail-request-resolved-needed = Tell us if the result is right, or reopen the request if something is missing.
mail-request-resolved-when = You can reopen it until { $until }.
mail-request-resolved-when-open = If we hear nothing, it will be closed in a few working days; its page stays readable.
mail-request-resolved-button = Tell us what you think

mail-request-auto-resolved-subject = Request considered resolved: { $title }
mail-request-auto-resolved-happened = As we had no answer from you, we consider your request “{ $title }” resolved.
mail-request-auto-resolved-needed = If it is not, reopen it from its page.
mail-request-auto-resolved-when = You can reopen it until { $until }.
mail-request-auto-resolved-when-open = It will be closed in a few working days; its page stays readable.
mail-request-auto-resolved-button = Open my request

mail-request-declined-subject = We cannot take this further
mail-request-declined-happened = We cannot take your request “{ $title }” further. Here is why.
mail-request-declined-needed = If you disagree or if things change, send a new request and quote the reference { $reference }.
mail-request-declined-when = No deadline is running on this request any more.
mail-request-declined-button = Read the decision

mail-request-merged-subject = Request joined with { $target }
mail-request-merged-subject-open = Request joined with another one
mail-request-merged-happened = Your request “{ $title }” is about the same thing as { $target }: we have joined them.
mail-request-merged-happened-open = Your request “{ $title }” is about the same thing as another one of your organisation: we have joined them.
mail-request-merged-needed = There is nothing for you to do: your messages are there, and what follows can be read there.
mail-request-merged-when = The deadlines of the other request apply from now on.
mail-request-merged-button = Open my request

mail-request-closed-subject = Request closed: { $title }
mail-request-closed-happened = Your request “{ $title }” is closed.
mail-request-closed-needed = There is nothing for you to do. If you need something else, send a new request.
mail-request-closed-when = No deadline is running on this request any more.
mail-request-closed-button = Read my request again

mail-request-cancelled-subject = Request cancelled: { $title }
mail-request-cancelled-happened = The request “{ $title }” is cancelled.
mail-request-cancelled-needed = There is nothing for you to do.
mail-request-cancelled-when = No deadline is running on this request any more.
mail-request-cancelled-button = Read the request again

mail-request-reply-subject = { $actor_first } replied: { $title }
mail-request-reply-subject-open = Reply to your request: { $title }
mail-request-reply-happened = { $actor }, of the { $team } team, has replied to you about “{ $title }”.
mail-request-reply-happened-open = The { $team } team has replied to you about “{ $title }”.
mail-request-reply-needed = If you have something to add, answer on the page of the request.
mail-request-reply-when = You will hear from us by { $due }.
mail-request-reply-when-open = We will keep you informed.
mail-request-reply-button = Read and answer

# Handovers between teams

mail-handover-new-subject = Case handed to your team: { $title }
mail-handover-new-happened = { $actor } hands your team the case “{ $title }” ({ $organisation }).
mail-handover-new-happened-open = The case “{ $title }” ({ $organisation }) is handed to your team.
mail-handover-new-needed = Take it and answer; if something is missing, ask for it all at once.
mail-handover-new-when = An answer is expected by { $due }.
mail-handover-new-when-open = No date is set: answer as soon as you can.
mail-handover-new-button = Open the case

mail-handover-answered-subject = Answer to your handover: { $title }
mail-handover-answered-happened = { $actor } has answered your handover of “{ $title }”.
mail-handover-answered-happened-open = Your handover of “{ $title }” has an answer.
mail-handover-answered-needed = Take the case up again and answer the partner.
mail-handover-answered-when = Next deadline: { $due }.
mail-handover-answered-when-open = No deadline is running for now.
mail-handover-answered-button = Open the case

# Verifications

mail-verif-documents-subject = We need documents from you
mail-verif-documents-happened = For the verification “{ $title }”, we lack documents or details.
mail-verif-documents-needed = Send them from the page of the case: JPG, PNG or PDF files, 10 MB each at most.
mail-verif-documents-when = By { $closes }; after that the case expires. Until then, it is on hold.
mail-verif-documents-when-open = As soon as you can: until then, the case is on hold.
mail-verif-documents-button = Send the documents

mail-verif-received-subject = Documents received
mail-verif-received-happened = We have received all the documents of the verification “{ $title }”.
mail-verif-received-needed = There is nothing for you to do for now.
mail-verif-received-when = We will review them by { $due }.
mail-verif-received-when-open = We will write to you as soon as they are reviewed.
mail-verif-received-button = Follow the verification

mail-verif-documents-refused-subject = Documents to correct ({ $count })
mail-verif-documents-refused-subject-open = Documents to correct
mail-verif-documents-refused-happened = In the verification “{ $title }”, { $count ->
    [one] one document does not fit. See below which one, and why.
   *[other] { $count } documents do not fit. See below which ones, and why.
}
mail-verif-documents-refused-happened-open = In the verification “{ $title }”, some documents do not fit. See below which ones, and why.
mail-verif-documents-refused-needed = Replace them from the page of the case: JPG, PNG or PDF files, 10 MB each at most.
mail-verif-documents-refused-when = By { $closes }; after that the case expires. Until then, it is on hold.
mail-verif-documents-refused-when-open = As soon as you can: until then, the case is on hold.
mail-verif-documents-refused-button = Correct the documents

mail-verif-submitted-subject = Case sent to the platform
mail-verif-submitted-happened = The case “{ $title }” is complete: we have sent it to the platform, which decides.
mail-verif-submitted-needed = There is nothing for you to do for now.
mail-verif-submitted-when = The decision is expected by { $due }.
mail-verif-submitted-when-open = We will write to you as soon as the decision is known.
mail-verif-submitted-button = Follow the verification

mail-verif-rejected-subject = Verification not granted
mail-verif-rejected-happened = The verification “{ $title }” is not granted. Here is why.
mail-verif-rejected-needed = You can ask for a second look, once, with something new. This second look is a service of our team: it replaces no appeal that the law or the platform provides for.
mail-verif-rejected-when = You can ask for it until { $until }.
mail-verif-rejected-when-open = The last day to ask for it is on the page of the case.
mail-verif-rejected-button = Read the decision

mail-verif-approved-subject = Verification granted
mail-verif-approved-happened = The verification “{ $title }” is granted.
mail-verif-approved-needed = There is nothing for you to do. Identity papers will be deleted; only the attestation is kept.
mail-verif-approved-when = No deadline is running on this case any more.
mail-verif-approved-button = See the case

mail-verif-expired-subject = Verification case expired
mail-verif-expired-happened = For lack of documents, the case “{ $title }” has expired. The files we had received are deleted.
mail-verif-expired-needed = When your documents are ready, send a new verification request.
mail-verif-expired-when = No deadline is running on this case any more.
mail-verif-expired-button = See the case

mail-verif-appeal-open-subject = Second look accepted
mail-verif-appeal-open-happened = Your request for a second look at “{ $title }” is accepted. Somebody who had not yet seen the case is reviewing it.
mail-verif-appeal-open-needed = There is nothing for you to do for now.
mail-verif-appeal-open-when = You will hear from us by { $due }.
mail-verif-appeal-open-when-open = We will write to you as soon as the review is done.
mail-verif-appeal-open-button = Follow the verification

mail-verif-final-subject = Verification: final decision
mail-verif-final-happened = After a second look, the verification “{ $title }” is not granted. Here is why.
mail-verif-final-needed = If things change, you can send a new request. Our second look replaces no appeal that the law or the platform provides for.
mail-verif-final-when = No deadline is running on this case any more.
mail-verif-final-button = Read the decision

# Technical escalations

mail-escalation-declined-subject = Escalation returned: { $title }
mail-escalation-declined-happened = The escalation “{ $title }” is returned to you.
mail-escalation-declined-needed = Complete it and raise it again, or answer the partner.
mail-escalation-declined-when = Next deadline: { $due }.
mail-escalation-declined-when-open = No deadline is running for now.
mail-escalation-declined-button = Open the case

mail-escalation-update-subject = Update { $number }, next by { $due_time }
mail-escalation-update-subject-open = Update: { $title }
mail-escalation-update-happened = Here is where the escalation “{ $title }” stands.
mail-escalation-update-needed = There is nothing for you to do for now.
mail-escalation-update-when = Next update by { $due }.
mail-escalation-update-when-open = We will write to you at the next change.
mail-escalation-update-button = See the update

mail-escalation-confirmed-subject = Defect confirmed: { $title }
mail-escalation-confirmed-happened = The defect described in “{ $title }” is confirmed; a fix is in progress.
mail-escalation-confirmed-needed = There is nothing for you to do for now.
mail-escalation-confirmed-when = You will hear from us by { $due }.
mail-escalation-confirmed-when-open = We will write to you at the next change.
mail-escalation-confirmed-button = See the case

mail-escalation-verify-subject = To check on your side: { $title }
mail-escalation-verify-happened = A fix is in place for “{ $title }”.
mail-escalation-verify-needed = Check that the defect is gone, then confirm it or tell us what remains.
mail-escalation-verify-when = By { $closes }; without objection, we consider that all is well.
mail-escalation-verify-when-open = In the coming days; without objection, we consider that all is well.
mail-escalation-verify-button = Confirm or report

mail-escalation-page-subject = { $priority }, acknowledge by { $due_time }: { $title }
mail-escalation-page-subject-open = { $priority }, acknowledge: { $title }
mail-escalation-page-happened = The escalation “{ $title }” ({ $organisation }) is yours.
mail-escalation-page-needed = Acknowledge it: as long as nobody does, the next levels are called.
mail-escalation-page-when = By { $due }.
mail-escalation-page-when-open = Without delay.
mail-escalation-page-button = Acknowledge

# Onboarding

mail-onb-welcome-subject = Welcome: your onboarding begins
mail-onb-welcome-happened = Our agreement is concluded: the onboarding of { $organisation } begins.
mail-onb-welcome-needed = Name two contacts, one editorial, one technical.
mail-onb-welcome-when = The kick-off meeting takes place by { $due }.
mail-onb-welcome-when-open = We will soon suggest a date for the kick-off.
mail-onb-welcome-button = See the onboarding

mail-onb-plan-subject = Your onboarding plan
mail-onb-plan-happened = The onboarding plan of { $organisation } is ready: who does what, and by when.
mail-onb-plan-needed = Work on the items that are yours.
mail-onb-plan-when = Next deadline: { $due }.
mail-onb-plan-when-open = Each item has its date.
mail-onb-plan-button = See the plan

mail-onb-pilot-subject = The pilot begins
mail-onb-pilot-happened = The set-up is complete: the pilot of { $organisation } begins.
mail-onb-pilot-needed = Post according to the agreed calendar.
mail-onb-pilot-when = First posts by { $due }.
mail-onb-pilot-when-open = The dates are those of the agreed calendar.
mail-onb-pilot-button = See the onboarding

mail-onb-live-subject = You are live
mail-onb-live-happened = The onboarding of { $organisation } is complete: you are live.
mail-onb-live-needed = There is nothing for you to do. Your contact stays the same.
mail-onb-live-when = We will agree a date with you for a first review.
mail-onb-live-button = See the onboarding

mail-onb-closed-subject = Onboarding stopped
mail-onb-closed-happened = The onboarding of { $organisation } is stopped.
mail-onb-closed-needed = There is nothing for you to do. To take it up one day, send a new partnership request.
mail-onb-closed-when = No deadline is running on this case any more.
mail-onb-closed-button = See the case

# Commitments (staff)

mail-sla-warning-subject = { $left } left: { $metric } for { $organisation }
mail-sla-warning-subject-open = Due on { $due_day } at { $due_time }: { $metric } for { $organisation }
mail-sla-warning-happened = The commitment “{ $metric }” on the case “{ $title }” ({ $organisation }) has used { $percent }% of its time.
mail-sla-warning-needed = Act before the deadline, or reassign the case.
mail-sla-warning-when = Deadline: { $due }.
mail-sla-warning-button = Open the case

mail-sla-breach-subject = Late: { $metric } for { $organisation } was due on { $due_day } at { $due_time }
mail-sla-breach-happened = The commitment “{ $metric }” on the case “{ $title }” ({ $organisation }) is breached.
mail-sla-breach-needed = Act now or reassign the case, and tell the partner where it stands.
mail-sla-breach-when = The deadline was { $due }.
mail-sla-breach-button = Open the case

mail-sla-escalated-subject = Level { $level } asked: { $title }
mail-sla-escalated-happened = The case “{ $title }” ({ $organisation }) is brought to you, at level { $level } of the escalation.
mail-sla-escalated-needed = Acknowledge to stop the climb, then act.
mail-sla-escalated-when = Next deadline of the case: { $due }.
mail-sla-escalated-when-open = Without acknowledgement, the next level is called.
mail-sla-escalated-button = Acknowledge and open

mail-owner-notified-subject = News: { $title }
mail-owner-notified-happened = { $actor } has moved the case “{ $title }” ({ $organisation }) forward.
mail-owner-notified-happened-open = There is news in the case “{ $title }” ({ $organisation }).
mail-owner-notified-needed = Read what happened and take the next step.
mail-owner-notified-when = Next deadline: { $due }.
mail-owner-notified-when-open = No deadline is running for now.
mail-owner-notified-button = Open the case

mail-digest-lead-subject = Your queue this morning: { $count } at risk
mail-digest-lead-happened = { $count ->
    [0] No case of your team is near its deadline.
    [one] { $count } case of your team is near its deadline.
   *[other] { $count } cases of your team are near their deadline.
}
mail-digest-lead-needed = Open the board and act on the first ones.
mail-digest-lead-when = The most urgent come first.
mail-digest-lead-button = Open the board

# Access

mail-sign-in-link-subject = Your sign-in link for Guichet
mail-sign-in-link-happened = Here is the sign-in link you asked for.
mail-sign-in-link-needed = Open it to sign in. If you did not ask for it, ignore this message: nobody gets in without this link.
mail-sign-in-link-when = It works once, until { $until }.
mail-sign-in-link-when-open = It works once and expires soon.
mail-sign-in-link-button = Sign in

mail-admin-first-subject = Guichet: open the first administrator account
mail-admin-first-happened = Guichet is installed. This link opens the first administrator account.
mail-admin-first-needed = Open it to sign in, then invite your team.
mail-admin-first-when = It works once, until { $until }.
mail-admin-first-when-open = It works once and expires soon.
mail-admin-first-button = Sign in
