# Pourquoi un dossier ne peut pas avancer. Une phrase par code : le point d'un code devient un tiret.
# Les titres ($transition, $state) et les noms de rôles ($roles, $role hors guard-*) arrivent déjà traduits.

refusal-unknown_transition = Cette action n'existe pas pour ce dossier
refusal-wrong_state = « { $transition } » n'est pas possible quand le dossier est « { $state } »
refusal-not_now = Ce n’est pas possible pour cette demande dans son état actuel
refusal-wrong_role = « { $transition } » revient à : { $roles }
refusal-invalid_input = Des réponses sont à corriger
refusal-too_many_steps = Le parcours tourne en rond : prévenez l'administration
refusal-broken_definition = Le parcours de ce dossier est incomplet : prévenez l'administration

guard-form_valid = Le formulaire n'est pas complet
guard-assignee_available = { $why ->
    [absent] Cette personne est absente : choisissez-en une autre
    [gone] Cette personne ne fait plus partie de l'équipe : choisissez-en une autre
   *[unknown] Cette personne ne peut pas recevoir de dossier : choisissez-en une autre
}
guard-within_capacity_unless = Cette personne a déjà tout le travail prévu : { $role ->
    [lead] demandez à un responsable d'équipe
   *[other] demandez à qui peut passer outre
}
guard-assignee_not = Cette personne a déjà jugé ce dossier : choisissez-en une autre
guard-no_owner = Le dossier a déjà un responsable
guard-has_owner = Le dossier n'a pas encore de responsable : il faut d'abord le prendre
guard-actor_is_owner = Seule la personne responsable du dossier peut le faire
guard-owner_gone = Le responsable du dossier est toujours là
guard-not_portfolio_owner = Vous suivez ce partenaire : une autre personne doit contrôler ses pièces
guard-request_type_is = Ce n'est pas le bon type de demande
guard-target_mergeable = { $why ->
    [itself] Une demande ne peut pas être regroupée avec elle-même
    [other_publisher] La demande à garder est d'un autre éditeur
    [over] La demande à garder est terminée
    [confidential] L'une des deux demandes est confidentielle : les regrouper la montrerait à d'autres
    [other_kind] La demande à garder n'est pas une demande de partenaire
    [cycle] La demande à garder a déjà été regroupée avec celle-ci
   *[unknown] La demande à garder est introuvable
}
guard-target_joinable = { $why ->
    [itself] Un dossier ne peut pas être rattaché à lui-même
    [over] Cette escalade est terminée
    [cycle] Ce dossier est déjà rattaché à cette escalade
    [other_kind] Ce dossier n'est pas une escalade
   *[unknown] L'escalade est introuvable
}
guard-other_team = Cette équipe tient déjà le dossier : choisissez-en une autre
guard-children_over = { $count ->
    [one] Un dossier lié est encore ouvert : il doit d'abord se terminer
   *[other] { $count } dossiers liés sont encore ouverts : ils doivent d'abord se terminer
}
guard-child_over = Aucun dossier lié n'est terminé, ou l'un d'eux est encore ouvert
guard-counter_at_least = { $counter ->
    [reminded] { $count ->
        [one] Le partenaire doit d'abord avoir reçu une relance
       *[other] Le partenaire doit d'abord avoir reçu { $count } relances
    }
   *[other] Il est trop tôt pour le faire
}
guard-counter_below = { $counter ->
    [appealed] Un recours a déjà été formé : il n'y en a qu'un
   *[other] Cela a déjà été fait autant de fois que possible
}
guard-counter_below_unless = { $counter ->
    [attempt] Les pièces ont déjà été refusées { $count ->
        [one] une fois
       *[other] { $count } fois
    } : { $role ->
        [lead] un responsable d'équipe doit décider
       *[other] une autre personne doit décider
    }
   *[other] Cela a déjà été fait autant de fois que possible : une autre personne doit décider
}
guard-within_since_resolved = { $of ->
    [business] Le délai de { $days } jours ouvrés est passé : déposez une nouvelle demande
    [calendar] Le délai de { $days } jours est passé : déposez une nouvelle demande
   *[none] Le dossier n'est pas encore résolu
}
guard-not_actor_of = Vous êtes déjà intervenu à l'étape précédente : une autre personne doit le faire
guard-fact_present = { $fact ->
    [wont_fix_agreed_by] Un responsable d'équipe doit d'abord donner son accord
   *[other] Une étape précédente n'est pas encore faite
}
guard-fact_is = Une étape précédente en a décidé autrement
guard-date_reached = La date prévue n'est pas encore arrivée
guard-checklist_done = La liste de contrôle n'est pas terminée
guard-documents_complete = Des pièces obligatoires manquent
guard-has_link = Aucun dossier n'est lié à celui-ci
guard-no_other_link = { $count ->
    [one] Une autre demande dépend de ce dossier : détachez-la d'abord
   *[other] { $count } autres demandes dépendent de ce dossier : détachez-les d'abord
}
guard-priority_is = Réservé aux dossiers de priorité { $priority }
guard-priority_is_or_counter = Réservé aux dossiers de priorité { $priority } ou rouverts plusieurs fois
guard-not_priority_and_counter_below = Un dossier de priorité { $priority } ou rouvert plusieurs fois demande d'abord un retour d'expérience
guard-approvals = { $count ->
    [one] Il manque l'accord d'une autre personne
   *[other] Il manque l'accord de { $count } autres personnes
}

input-required = Répondez à cette question
input-must_be_confirmed = Confirmez ce point pour continuer
input-not_text = Écrivez un texte
input-too_short = Écrivez au moins { $min ->
    [one] un caractère
   *[other] { $min } caractères
}, vous en avez écrit { $length }
input-too_long = { $max } caractères au plus, vous en avez écrit { $length }
input-case_void = Ce dossier a été retiré ou regroupé : il ne reçoit plus de message
input-not_an_option = Choisissez une des réponses proposées
input-not_a_date = Saisissez une date qui existe, par exemple 2026-09-21
input-in_the_past = Choisissez une date à partir d'aujourd'hui
input-not_a_number = Saisissez un nombre entier, en chiffres
input-unknown_team = Cette équipe n'existe pas : « { $given } »
input-unknown_team-near = Cette équipe n'existe pas : « { $given } » ; vouliez-vous dire « { $nearest } » ?
input-unknown_person = Choisissez une personne de l'équipe
input-unknown_case = Ce dossier est introuvable : « { $given } ». Donnez une référence telle que REQ-1042
input-unknown_field = Cette action ne demande rien de ce nom
input-unknown_field-near = Cette action ne demande rien de ce nom ; vouliez-vous dire « { $nearest } » ?
