# The partner's pages, signing in, help and signed links.

# Forms
portal-back = Back
portal-continue = Continue
portal-later = Save and finish later
portal-cancel = Cancel
portal-optional = (optional)
portal-confirm = I confirm
portal-step = { $type }, step { $number } of { $of }
portal-error-word = Error:
portal-error-title = Error: { $title }
portal-one-error = There is a problem
portal-errors = { $n ->
    [one] There is a problem
   *[other] There are { $n } problems
}
portal-select-none = Choose
portal-choice-none = None of these
portal-count-most = { $n } characters at most
portal-count-left = { $n ->
    [one] { $n } character left
   *[other] { $n } characters left
}
portal-count-over = { $n ->
    [one] { $n } character too many
   *[other] { $n } characters too many
}
portal-box-day = Day
portal-box-month = Month
portal-box-year = Year
portal-box-time = Time
portal-items = One per line
portal-items-prefix = One per line, with or without { $prefix }
portal-files-hint = { $types }, at most 10 MB a file
portal-file-remove = Remove
portal-file-with-size = { $name } ({ $size })
portal-input-required = Answer this question
portal-input-confirm = Tick the box to confirm
portal-input-short = { $n ->
    [one] Write at least { $n } character
   *[other] Write at least { $n } characters
}
portal-input-long = { $n ->
    [one] Write at most { $n } character
   *[other] Write at most { $n } characters
}
portal-input-date = Enter a date that exists, such as 14 03 2027
portal-input-past = Enter a date to come
portal-input-other = Check this answer

# The stub
portal-stub-label = Progress of the request
portal-stub-next = What happens next
portal-stub-help = Help and contact
portal-stub-help-name = Reach { $name }
portal-stub-desk-label = Your contact
portal-stub-desk-over = Your requests are looked after by
portal-stub-desk-team = The partner team
portal-stub-desk-note = Not sure which type to choose? Take the nearest, we will pass it on.
portal-reply-within = { $n ->
    [one] Reply within { $n } working hour
   *[other] Reply within { $n } working hours
}
portal-draft-saved = Draft saved { $at }.
portal-next-send = You send the request
portal-next-sent = Request sent
portal-next-send-text = You get a reference at once
portal-next-reply = We reply
portal-next-reply-name = { $name } replies
portal-next-reply-text = A first answer, or a question if something is missing
portal-next-end-open = Decision
portal-next-end-days = { $n ->
    [one] Full answer within { $n } working day
   *[other] Full answer within { $n } working days
}
portal-next-end-hours = { $n ->
    [one] Full answer within { $n } working hour
   *[other] Full answer within { $n } working hours
}
portal-next-end-text = By e-mail and in this space
portal-hours-run = { $days }, { $slots }
portal-hours-days = { $first } to { $last }
portal-hours-daily = every day
portal-hours-slot = { $from } to { $to }
portal-hours-and = { " " }and{ " " }
portal-hours-join = { "; " }

# My requests
portal-home-over = { $organisation }, with { $name }
portal-group-your-turn = Your turn ({ $n })
portal-group-with-us = With us ({ $n })
portal-more = See more
portal-group-drafts = Drafts ({ $n })
portal-group-finished = Finished in the last 30 days ({ $n })
portal-when-your-turn = Complete by { $at }
portal-when-your-turn-late = We expected your answer { $at }
portal-when-with-us = Reply by { $at }
portal-when-with-us-late = We should have replied { $at }
portal-when-draft = Saved { $at }
portal-when-finished = Finished { $at }
portal-untitled = Request without a subject
portal-empty-title = You have no request yet
portal-empty-text = Your requests, their state and the next promised date will appear here.

# New request
portal-choose-title = What do you need?
portal-choose-lede = Each type of request has its own questions and its own reply time. Your answers are saved at every step.
portal-choose-missing = Choose a type of request
portal-live-legend = Is a live broadcast concerned?
portal-live = Yes, it is on now or starts within two hours
portal-live-hint = The request will be proposed for the head of the queue
portal-check-title = Check your answers
portal-change = Change
portal-not-answered = Not answered
portal-notice = By sending this request you confirm that these details are correct. They are used only to handle the request and are kept for three years after our last exchange.
portal-notice-link = Your personal data
portal-send = Send the request

# Sent
portal-sent-title = Request sent
portal-sent-page = { $reference } sent
portal-sent-by = Reply by { $at }
portal-sent-lede = A confirmation is on its way to you by e-mail. You can bookmark this page or print it.
portal-sent-follow = Follow this request
portal-sent-another = Make another request
portal-sent-printed = Page shown on { $at }

# One request
portal-back-request = Back to the request
portal-steps-label = Progress
portal-step-past = (done)
portal-step-now = (present step)
portal-step-ahead = (to come)
portal-your-turn = Your turn
portal-by-your-turn = Answer by { $at }: the clock is on hold meanwhile.
portal-by-your-turn-late = We expected your answer { $at }. You can still answer.
portal-by-with-us = You will hear from us by { $at }.
portal-by-late = We should have replied by { $at }.
portal-late-told = { $name } has been told.
portal-finished-since = Request finished { $at }.
portal-messages = Messages
portal-no-messages = No message yet.
portal-side-yours = your team
portal-side-ours = partner team
portal-your-answers = What you sent
portal-files = Files
portal-add-files = Add files
portal-add-files-hint = At most 10 MB a file
portal-answer-label = Your answer
portal-answer-send = Send the answer
portal-write-label = Write a message
portal-write-send = Send
portal-body-empty = Write a message or add a file
portal-body-long = The message must have at most 20,000 characters
portal-body-file-large = Each file must be smaller than 10 MB
portal-body-file-type = One of the files is of a type that we do not accept
portal-body-file-many = Add at most 10 files
portal-about-label = About this request
portal-owner = Looked after by { $name }
portal-owner-none = Looked after by the partner team
portal-moves = Other actions

# Signed link
link-about = About this link
link-over-line = Personal link
link-as = You answer as { $name }
link-keep = Do not pass it on: it opens this request without a password.
link-more = To see all your requests:
link-over-title = This link no longer opens anything
link-over-text = It has expired or is not complete. Sign in to find the request, or answer the last e-mail you received.

# Signing in
sign-in-title = Sign in
sign-in-lede = Enter your work e-mail address. We send you a link to sign in: there is no password to remember.
sign-in-email = E-mail address
sign-in-email-hint = The one your contact knows, for example first.last@example.com
sign-in-email-empty = Enter your e-mail address
sign-in-email-malformed = Enter a full address, such as first.last@example.com
sign-in-send = Send me a link
sign-in-sent-title = Check your e-mail
sign-in-sent-lede = If { $email } is known to Guichet, a link to sign in has just been sent to it.
sign-in-validity = { $n ->
    [one] It works once, for { $n } minute.
   *[other] It works once, for { $n } minutes.
}
sign-in-sent-help = Nothing there? Look in the junk folder, then check the address with your contact.
sign-in-sent-again = Ask for another link
sign-in-open-title = Your link is valid
sign-in-open = Open Guichet
sign-in-as = You are about to sign in as { $name }.
sign-in-open-why = This button keeps mail software from using the link in your place.
sign-in-over-title = This link no longer works
sign-in-over-text = A link works once and expires soon. Ask for a new one: it arrives within moments.
sign-in-already = You are signed in as { $name }
sign-in-go-on = Continue
sign-in-other = Use another address
sign-in-stub-label = How signing in works
sign-in-stub-over = Signing in
sign-in-stub-big = A link, no password
sign-in-stub-under = Works once, for a few minutes
sign-in-step-1 = You give your address
sign-in-step-1-text = The one of your organisation
sign-in-step-2 = We send you a link
sign-in-step-2-text = To this address only
sign-in-step-3 = You open Guichet
sign-in-step-3-text = On the device you like

# Acknowledging an escalation, for the team
ack-title = Acknowledge { $reference }
ack-over-line = Escalation
ack-facts = The case
ack-started = Escalation opened
ack-called = Last call sent
ack-level = Level reached
ack-open = Nobody has taken it on yet.
ack-done = Acknowledged by { $name }, { $at }.
ack-somebody = a colleague
ack-over = This escalation is closed: there is nothing left to acknowledge.
ack-button = Acknowledge
ack-case = Open the case
ack-means = Acknowledging stops the calls to the next levels: you take care of it.

# Preferences
prefs-language = Language
prefs-language-hint = That of pages and e-mails
prefs-theme = Colours
prefs-theme-system = As on my device
prefs-theme-light = Light
prefs-theme-dark = Dark
prefs-save = Save

# Help
help-contents = On this page
help-ask = Make a request
help-ask-1 = Choose the type of request nearest to what you need: data analysis, content recommendations, tech support or account verification. The questions follow your answers, and the reply time is shown before you send.
help-ask-2 = Your answers are saved at every step. You find a draft in My requests, and you read everything again before you send. A draft that is not sent is removed after thirty days.
help-follow = Follow a request
help-follow-1 = Each request has a reference such as REQ-1042, a state and the next promised date. When it is your turn, the question is at the top of the page, and the clock is on hold until you answer.
help-follow-2 = You can answer on the page of the request or by the link in our e-mails, add files and withdraw a request. If we are late, the page says so.
help-live = A broadcast is live
help-live-1 = Tick the box at the start of a new request, then say that the problem is happening now. Our team sets the priority and answers as soon as it can during its hours on duty.
help-live-2 = Never give a password or a stream key: we do not need them.
help-sign-in = Sign in
help-sign-in-1 = Guichet uses no password. Enter your work address: a link that works for a few minutes is sent to you. It works once.
help-sign-in-2 = If nothing arrives, your address may not be registered: ask a colleague who already has access, or your contact.
help-contact = Reach us
help-contact-1 = About an open request, write on its page: the whole team that looks after it reads your message.
help-contact-2 = About anything else, open a new request.
help-contact-name = Your named contact is { $name }.
help-contact-team = The partner team looks after your requests.
help-contact-hours = Hours: { $hours } (Paris time), public holidays excepted.
help-data = Your personal data
help-data-1 = Guichet keeps your name, your work address, your language, your requests, your messages and your files. They are used only to handle your requests, as part of our relation with your organisation.
help-data-2 = Requests are kept for three years after our last exchange. They are read by the team that looks after them and, when needed, by the regional and central teams to which a request is passed. One cookie is necessary, that of your session; others remember your language and colours. None follows you elsewhere.
help-data-3 = You can ask for access to your data, for their correction, their erasure or a limit to their use by opening a request, and complain to the CNIL, the French data protection authority, if our answer does not satisfy you.

# Accessibility
access-title = Accessibility statement
access-lede = Guichet is made to be used by everybody, with a keyboard, with a screen reader, without script and at high magnification. This page says how far we are.
access-state = State of conformity
access-state-1 = Guichet has not been audited against RGAA 4.1.2, the French reference, yet. Without an audit it is declared not to conform.
access-results = Results of tests
access-results-1 = Automatic checks cover the contrast of colours in both themes. They do not replace an audit.
access-results-2 = No journey has been checked yet with people who use a screen reader.
access-gaps = Content that may be a problem
access-gaps-1 = Files added by users are not checked.
access-gaps-2 = Messages are shown in their author's language, which is not always named to reading tools.
access-gaps-3 = The number of characters left in a long text is updated only when the page loads.
access-made = About this statement
access-made-1 = This statement comes with the first version of Guichet. It will be made again after an audit or an important change.
access-contact = Report a difficulty
access-contact-1 = If you cannot use a page or a file, write to us: we answer within a week and give you the information in another way.
access-remedy = Complaints
access-remedy-1 = If you reported a lack of accessibility and our answer does not satisfy you, you may turn to the Défenseur des droits, the French ombudsman:
access-remedy-form = by the form on its site
access-remedy-post = by post, without a stamp: Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07.

## What was just done

said-signed-out = You are signed out
said-preferences = Preferences saved
said-draft-saved = Draft saved: go on with it whenever you like
said-message = Message sent
said-request-moved = Done: the request is up to date
said-request-changed = The request changed meanwhile: read it again before you go on
said-draft-changed = Nothing is sent yet: your answers or the notice about your data have changed. Read them again, then send
