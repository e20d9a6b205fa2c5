# Les calendriers, les délais et ce que leurs changements déplacent.

event-rules-applied = { $n ->
    [one] a fait recalculer une échéance selon
   *[other] a fait recalculer { $n } échéances selon
}

nav-targets = Délais et calendriers
admin-targets-text = Horaires, délais promis, fenêtres d'événement ; ce que leurs changements déplacent.

sla-kind-calendar = Calendrier
sla-kind-policy = Politique
sla-kind-event = Événement
sla-kind-other = Définition
sla-calendars = Calendriers
sla-calendars-note = Les heures dans lesquelles les délais comptent
sla-events = Fenêtres d'événement
sla-events-note = Pendant l'événement de ces partenaires, les lignes « pendant un événement » s'appliquent à eux
sla-events-empty = Aucune fenêtre n'est ouverte ou à venir.
sla-works = Calculs et applications
sla-change = Modifier
sla-col-what = Définition
sla-col-how = Travail
sla-col-asked = Demandé par
sla-col-week = Semaine
sla-col-days = Prochains jours particuliers
sla-col-version = Version
sla-col-row = Pour
sla-col-when = Quand
sla-col-partners = Partenaires
sla-col-moved = Déplacées
sla-col-unbreached = Plus manquées
sla-col-newly = Nouvellement manquées
sla-col-gone = Retirées
sla-by-team = Par équipe
sla-by-partner = Par partenaire
sla-others = Autres partenaires
sla-day-holiday = férié
sla-day-closed = fermé
sla-day-half = demi-journée
sla-every-case = Tous les dossiers
sla-occasion-event = pendant un événement
sla-occasion-ordinary = hors événement
sla-changed = { $name }, { $when }
sla-files = avec les fichiers
sla-files-at = avec les fichiers, { $when }
sla-quoted = « { $text } »
sla-edit-new_cases = Nouveaux dossiers seulement
sla-edit-open_cases = Dossiers ouverts aussi
sla-edit-restate = Tout recalculer, sur 90 jours
sla-apply-new_cases = Les horloges déjà lancées gardent la version sous laquelle elles ont commencé.
sla-work-preview = Aperçu
sla-work-open_cases = Application aux dossiers ouverts
sla-work-restate = Recalcul sur 90 jours
sla-work-about = Demandé par { $name }, { $when }.
sla-stands-running = en cours, { $percent } %
sla-stands-done = terminé
sla-stands-failed = arrêté : { $why }
sla-progress = { $seen } dossiers regardés sur { $total }
sla-progress-note = La page se met à jour d'elle-même ; vous pouvez la quitter, le travail continue.
sla-nothing = Aucune échéance ne change.
sla-comes-to = { $moved ->
    [0] Aucune échéance ne bouge
    [one] Une échéance bouge
   *[other] { $moved } échéances bougent
}, { $unbreached ->
    [0] aucune ne cesse d'être manquée
    [one] une cesse d'être manquée
   *[other] { $unbreached } cessent d'être manquées
}, { $newly ->
    [0] aucune ne devient manquée.
    [one] une devient manquée.
   *[other] { $newly } deviennent manquées.
}
sla-comes-to-gone = { $n ->
    [one] Une promesse est retirée.
   *[other] { $n } promesses sont retirées.
}
sla-apply-to = À quels dossiers appliquer cette version ?
sla-publish = Publier cette version
sla-reason = Motif
sla-reason-hint = Il est gardé avec la version et dans l'historique de chaque dossier touché
sla-draft-text = Texte de cette version
sla-definition-note = Un changement devient une nouvelle version ; ce qui a commencé sous une ancienne la garde.
sla-add-closure = Ajouter une fermeture
sla-add-closure-hint = Un jour, ou plusieurs jours de suite
sla-first-day = Premier jour
sla-last-day = Dernier jour, si plusieurs
sla-add-half = Ajouter une demi-journée
sla-add-half-hint = Un jour qui a ses propres heures, par exemple 09:00-12:30
sla-day = Jour
sla-hours = Heures
sla-one-target = Changer un délai
sla-length = Nouveau délai
sla-length-hint = En heures ouvrées du calendrier : 30m, 4h, 1h30m, 2bd
sla-as-text = Toute la définition
sla-as-text-hint = En TOML, comme dans les fichiers ; le numéro de version est donné à la publication
sla-preview = Voir ce que cela change
sla-versions = Versions
sla-in-force = en vigueur
sla-event-add = Ajouter une fenêtre
sla-event-title = Nom de l'événement
sla-event-from = Début
sla-event-to = Fin
sla-event-zone = Fuseau horaire
sla-event-partners-hint = Identifiants courts, séparés par des virgules, par exemple arenes-tv
sla-event-publish = Publier la fenêtre
sla-event-when = du { $from } au { $to }
sla-event-off = annulé
said-published = La version est publiée.

input-definition_wrong = Ligne { $line } : { $message }
input-other_definition = Gardez la clé de cette définition, et une seule définition par texte
input-unchanged = Le texte dit la même chose que la version en vigueur
input-still_counting = Attendez la fin de l'aperçu
input-changed_meanwhile = Une autre version a été publiée depuis : refaites l'aperçu
input-unknown_choice = Choisissez l'une des possibilités
input-not_a_day = Choisissez un jour

docs-tag-policies = Calendriers et délais
docs-do-list_calendars = Lister les calendriers
docs-do-list_policies = Lister les politiques de délais
docs-do-preview_policy = Compter ce qu'un changement déplacerait
docs-do-get_policy_work = Lire un calcul ou une application
docs-do-publish_policy = Publier une version et l'appliquer
