# Why a case cannot move. One sentence a code: the dot of a code becomes a hyphen.
# Titles ($transition, $state) and names of roles ($roles, $role outside guard-*) come translated.

refusal-unknown_transition = There is no such action for this case
refusal-wrong_state = “{ $transition }” is not possible while the case is “{ $state }”
refusal-not_now = This is not possible for this request as it stands now
refusal-wrong_role = “{ $transition }” is for: { $roles }
refusal-invalid_input = Some answers need correcting
refusal-too_many_steps = The workflow runs in a circle: tell the administrators
refusal-broken_definition = The workflow of this case is incomplete: tell the administrators

guard-form_valid = The form is not complete
guard-assignee_available = { $why ->
    [absent] This person is away: choose another
    [gone] This person has left the team: choose another
   *[unknown] This person cannot be given a case: choose another
}
guard-within_capacity_unless = This person has as much work as planned: { $role ->
    [lead] ask a team lead
   *[other] ask somebody who may overrule
}
guard-assignee_not = This person has judged this case before: choose another
guard-no_owner = The case already has an owner
guard-has_owner = The case has no owner yet: it must be taken first
guard-actor_is_owner = Only the owner of the case can do this
guard-owner_gone = The owner of the case is still here
guard-not_portfolio_owner = You look after this partner: somebody else must review the documents
guard-request_type_is = This is not the right type of request
guard-target_mergeable = { $why ->
    [itself] A request cannot be merged with itself
    [other_publisher] The request to keep is of another publisher
    [over] The request to keep is finished
    [confidential] One of the two requests is confidential: joining them would show it to others
    [other_kind] The request to keep is no partner's request
    [cycle] The request to keep was merged into this one already
   *[unknown] The request to keep was not found
}
guard-target_joinable = { $why ->
    [itself] A case cannot be attached to itself
    [over] This escalation has ended
    [cycle] This case is attached to this escalation already
    [other_kind] This case is no escalation
   *[unknown] The escalation cannot be found
}
guard-other_team = This team holds the case already: choose another
guard-children_over = { $count ->
    [one] A linked case is still open: it must end first
   *[other] { $count } linked cases are still open: they must end first
}
guard-child_over = No linked case has ended, or one is still open
guard-counter_at_least = { $counter ->
    [reminded] { $count ->
        [one] The partner must have been reminded once
       *[other] The partner must have been reminded { $count } times
    }
   *[other] It is too early for this
}
guard-counter_below = { $counter ->
    [appealed] There has been an appeal already: only one is possible
   *[other] This was done as often as it can be
}
guard-counter_below_unless = { $counter ->
    [attempt] The documents were refused { $count ->
        [one] once
       *[other] { $count } times
    } already: { $role ->
        [lead] a team lead must decide
       *[other] somebody else must decide
    }
   *[other] This was done as often as it can be: somebody else must decide
}
guard-within_since_resolved = { $of ->
    [business] The { $days } business days are over: send a new request
    [calendar] The { $days } days are over: send a new request
   *[none] The case is not resolved yet
}
guard-not_actor_of = You made the step before: somebody else must do this one
guard-fact_present = { $fact ->
    [wont_fix_agreed_by] A team lead must agree first
   *[other] An earlier step has not been made yet
}
guard-fact_is = An earlier step decided otherwise
guard-date_reached = The date set has not come yet
guard-checklist_done = The checklist is not complete
guard-documents_complete = Required documents are missing
guard-has_link = No case is linked with this one
guard-no_other_link = { $count ->
    [one] Another request depends on this case: unlink it first
   *[other] { $count } other requests depend on this case: unlink them first
}
guard-priority_is = Only for cases of priority { $priority }
guard-priority_is_or_counter = Only for cases of priority { $priority } or reopened several times
guard-not_priority_and_counter_below = A case of priority { $priority } or reopened several times needs a post-mortem first
guard-approvals = { $count ->
    [one] Another person must agree first
   *[other] { $count } other people must agree first
}

input-required = Answer this question
input-must_be_confirmed = Confirm this to go on
input-not_text = Enter a text
input-too_short = Enter at least { $min ->
    [one] one character
   *[other] { $min } characters
}; you entered { $length }
input-too_long = Enter { $max } characters at most; you entered { $length }
input-case_void = This case was withdrawn or merged: it takes no more messages
input-not_an_option = Choose one of the answers offered
input-not_a_date = Enter a date that exists, such as 2026-09-21
input-in_the_past = Choose a date from today on
input-not_a_number = Enter a whole number in digits
input-unknown_team = There is no team “{ $given }”
input-unknown_team-near = There is no team “{ $given }”; did you mean “{ $nearest }”?
input-unknown_person = Choose somebody of the team
input-unknown_case = The case “{ $given }” was not found. Enter a reference such as REQ-1042
input-unknown_field = This action asks for nothing of that name
input-unknown_field-near = This action asks for nothing of that name; did you mean “{ $nearest }”?
