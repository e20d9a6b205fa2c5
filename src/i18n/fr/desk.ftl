# Les pages de l'équipe : menu, file, dossier, tableau des délais, administration.

nav-label = Navigation principale
nav-close = Fermer le menu
nav-menu = Menu
nav-more = Compte et affichage
nav-jump = Aller à une référence
nav-jump-label = Aller à une référence, par exemple REQ-1042
nav-mine = Mon travail
nav-views = Vues
nav-team = Équipe
nav-admin = Administration
nav-board = Tableau des délais
nav-mail = Courriels
nav-settings = Administration
side-team = Éditeurs { $team }

view-triage = À trier
view-mine = Mes dossiers
view-waiting = Attente partenaire
view-all = Tous les dossiers ouverts
view-verifications = Vérifications
view-escalations = Escalades techniques
view-onboardings = Nouveaux partenaires

desk-day-1 = lun.
desk-day-2 = mar.
desk-day-3 = mer.
desk-day-4 = jeu.
desk-day-5 = ven.
desk-day-6 = sam.
desk-day-7 = dim.
colon = {"\u00A0"}:
colon-space = {"\u00A0"}:{" "}
percent = { $number } %

kind-request = Demande
kind-verification = Vérification
kind-escalation = Escalade technique
kind-onboarding = Parcours d'intégration
priority-p1 = Critique
priority-p2 = Haute
priority-p3 = Normale
priority-p4 = Basse
language-fr = Français
language-en = Anglais
vertical-sport = Sport
vertical-news = Information
vertical-broadcast = Télévision
vertical-media = Groupe média
vertical-studio = Studio
vertical-publisher = Presse
vertical-radio = Radio
tier-premium = premium
tier-standard = standard
tier-strategic = stratégique

metric-first_response = Première réponse
metric-next_response = Prochaine réponse
metric-update_due = Prochaine mise à jour
metric-resolution = Résolution
metric-work = Travail
metric-ownership = Prise en charge
metric-ack = Acquittement
metric-milestone = Jalon
metric-review = Contrôle
metric-second_review = Second contrôle
metric-central_decision = Décision Centrale
metric-total = Durée totale
metric-mitigation = Contournement
metric-fix = Correction
metric-kickoff = Lancement
metric-first_post = Première publication
metric-live = Mise en ligne
metric-stalled = Sans avancée

chip-left = restantes
chip-due = échéance
chip-late = de retard
chip-held = restantes, délai en pause
chip-none = Sans délai
clock-met = Tenu en { $time }
clock-missed = Manqué de { $time }
clock-held = En pause, reste { $time }
clock-held-late = En pause, retard { $time }
clock-target = cible { $time }
clock-by = avant { $when }
clock-was-due = dû à { $when }
clock-service-left = { $time } ouvrées
clock-explanation = Politique « { $policy } », calendrier { $calendar } v{ $version }, cible { $target } ; échéance initiale { $original }

queue-as-of = À { $time }
queue-reload = Actualiser
band-late = En retard
band-late-note = échéance dépassée
band-soon = Moins de 4 heures
band-today = Aujourd'hui
band-later = Plus tard
band-held = En pause
band-held-note = aucun délai ne court
row-select = Sélectionner
row-look = Aperçu
row-owner = Responsable :
row-nobody = Non affecté
why-waiting-partner = attente du partenaire depuis
why-waiting-internal = chez une autre équipe depuis
why-waiting-third = attente d'un tiers depuis
why-new = nouvelle demande
why-moved-partner = relancé par le partenaire
why-moved = étape franchie
why-message-partner = le partenaire a écrit
why-message = réponse envoyée
why-files-partner = pièces ajoutées par le partenaire
why-files = pièces ajoutées
why-owner = affecté
why-desk = transmis
why-priority = priorité changée
why-escalated = escaladé
why-acknowledged = escalade acquittée
why-counted = relance envoyée
why-linked = dossier lié
why-changed = mis à jour
filters = Filtres
filter-add = Filtre
filter-apply = Filtrer
filter-remove = retirer ce filtre
filter-owner = Affectation
filter-state = État
filter-kind = Type
filter-priority = Priorité
filter-team = Équipe
filter-any = Tous
filter-me = moi
filter-nobody = personne
filter-me-or-nobody = moi ou personne
filter-one-person = une personne
filter-waiting = attente partenaire
bulk-label = Sélection
bulk-take = Prendre
bulk-clear = Tout désélectionner
pager = Pages
pager-first = Début de la liste
pager-next = Page suivante
empty-triage = Rien à trier
empty-triage-text = Les nouvelles demandes arrivent d'abord ici.
empty-triage-link = Ouvrir mes dossiers
empty-mine = Aucun dossier à votre nom
empty-mine-text = Les dossiers que vous prenez ou que l'on vous confie sont rangés ici par échéance.
empty-mine-link = Ouvrir la file à trier
empty-waiting = Personne n'est attendu
empty-waiting-text = Les dossiers qui attendent une réponse du partenaire sont rangés ici.
empty-all = Aucun dossier ouvert
empty-all-text = Les dossiers ouverts de vos équipes sont rangés ici par échéance.
empty-filtered = Aucun dossier ne correspond
empty-filtered-text = Élargissez la recherche en retirant un filtre.
empty-filtered-link = Retirer les filtres

preview-label = Aperçu du dossier
preview-open = Ouvrir le dossier en pleine page
preview-close = Fermer l'aperçu
preview-quote = Message du partenaire
preview-siblings = Autres dossiers ouverts du partenaire
preview-due = à { $when }
preview-files = { $n ->
    [0] Aucune pièce
    [one] { $n } pièce
   *[other] { $n } pièces
}
case-previous = Dossier précédent
case-next = Dossier suivant
case-opened = Ouvert { $when }
case-opened-by = Déposé { $when } par { $who }
prop-state = État
prop-priority = Priorité
prop-files = Pièces
prop-language = Langue
prop-owner = Responsable
prop-team = Équipe
prop-policy = Politique
prop-hours = Horaires
prop-reopened = Rouvert
prop-access = Accès
prop-confidential = Confidentiel : demandeur et équipe
route-title = Affectation proposée
route-why = Pourquoi cette équipe
route-portfolio = suit cet éditeur. Charge { $load } sur { $capacity }.
route-backup = remplace la personne qui suit cet éditeur. Charge { $load } sur { $capacity }.
route-load = a la charge la plus légère : { $load } sur { $capacity }.
route-nobody = Personne n'est disponible dans l'équipe.
route-rule = Règle « { $rule } », { $n ->
    [one] une personne comparée
   *[other] { $n } personnes comparées
}.
route-no-rule = Aucune règle ne s'applique : le dossier reste à son équipe.

crumbs = Fil d'Ariane
clocks-label = Délais
acts-label = Actions
acts-more = Autres actions
acts-none = Aucune action n'est possible pour vous à cette étape.
case-blocked = { $n ->
    [one] Une action impossible : pourquoi ?
   *[other] { $n } actions impossibles : pourquoi ?
}
tabs-label = Filtre de l'historique
show-everything = Tout
show-messages = Messages
show-notes = Notes
show-changes = Changements
details-title = Détails
details-label = Détails du dossier
partner-title = Partenaire
relatives-title = Dossiers liés
answers-title = Réponses au formulaire
files-title = Pièces
relation-parent = Ouvert depuis
relation-child = A ouvert
relation-merged-into = Regroupé dans
relation-merged-from = Regroupe
relation-linked = Lié à
aside-team-held = { $team }, confié à { $desk }
aside-hours = { $calendar }, version { $version }
aside-reopened = { $n ->
    [one] une fois
   *[other] { $n } fois
}
run-title = Escalade en cours
run-begun = Commencée à { $when }
run-level = Niveau { $level } prévenu à { $when }
run-acknowledged = Acquittée par { $who } à { $when }
run-acknowledge = Acquitter

name-unknown = Une personne partie
wrote-note = note interne
wrote-to = à { $who }, { $language }
wrote-in-fr = en français
wrote-in-en = en anglais
wrote-via-portal = { $organisation }, par l'espace partenaire
wrote-via-desk = { $organisation }, saisi par l'équipe
wrote-via-mail = { $organisation }, par courriel
wrote-via-api = { $organisation }, par l'interface
wrote-via-system = { $organisation }
event-opened = a ouvert le dossier
event-submitted = a envoyé la demande
event-moved = a fait passer le dossier de { $from } à
event-stayed = a enregistré l'action
event-routed = a orienté le dossier vers l'équipe
event-rule = Règle
event-reason = Motif
event-desk = a confié le dossier à l'équipe
event-taken = a pris le dossier
event-assigned = a affecté le dossier à
event-released = a libéré le dossier
event-priority = a changé la priorité de { $from } à
event-reminded = a relancé le partenaire
event-files = { $n ->
    [one] a ajouté une pièce
   *[other] a ajouté { $n } pièces
}
event-purged = a supprimé les pièces, comme le prévoit le parcours
event-escalated = a escaladé au niveau { $level } :
event-escalated-nobody = a escaladé au niveau { $level }, sans personne à prévenir
event-acknowledged = a acquitté l'escalade
event-child = a ouvert un dossier lié :
event-merged-into = a regroupé ce dossier dans un autre
event-merged-from = a regroupé ici un autre dossier
event-child-done = a constaté la fin d'un dossier lié
event-linked = a lié un autre dossier
event-by-rule = par la règle
compose-label = Répondre à { $who }
compose-placeholder = Répondre à { $who } { $language }…
compose-kind = Destinataires
compose-reply = Réponse
compose-note = Note
compose-read-partner = Lu par le partenaire
compose-read-staff = Note interne : le partenaire ne la verra jamais
compose-send = Envoyer
diagram-label = Schéma du parcours, défile sur le côté
diagram-now = Parcours : étape actuelle { $now }.
diagram-past = Déjà franchies : { $list }.
diagram-next = Ensuite : { $list }.
diagram-side = À côté : { $list }.

change-title = Changer le responsable ou la priorité
change-owner = Affecter
change-priority = Changer la priorité

said-taken = Dossiers pris
said-some-taken = Une partie des dossiers est prise ; les autres ont déjà un responsable ou ne peuvent pas être pris
said-none-taken = Aucun dossier pris : ils ont déjà un responsable ou ne peuvent pas être pris
said-none-ticked = Cochez d'abord des dossiers
said-moved = Dossier mis à jour
said-written = Message enregistré
said-assigned = Responsable changé
said-prioritised = Priorité changée
said-acknowledged = Escalade acquittée
said-mail-queued = Courriel remis en attente
said-no-reference = Aucune référence de ce nom : saisissez par exemple REQ-1042
case-moved-meanwhile = Ce dossier a changé entre-temps : il est maintenant « { $state } ». Votre texte est conservé ; envoyez de nouveau si c'est encore utile.

move-becomes = devient
move-sure = Cette action n'en demande pas plus.
move-cancel = Revenir au dossier
form-problem = Un point est à corriger
form-error = Erreur :
form-error-title = Erreur : { $title }
form-optional = (facultatif)
form-choose = Choisir…
form-day = Jour
form-month = Mois
form-year = Année
form-date-hint = Par exemple, 14 03 2027
form-case-hint = Une référence, par exemple REQ-1042

tile-met = Délais tenus
tile-met-detail = objectif { $goal }, { $met } délais sur { $all }
tile-points = { $number } pt
tile-late = En retard
tile-late-detail = le plus ancien depuis { $time }
tile-late-none = aucun dépassement en cours
tile-soon = Échéance à moins de 4 h
tile-soon-risk = { $n } à risque
tile-soon-detail = { $n ->
    [0] tous ont un responsable
    [one] un sans responsable
   *[other] { $n } sans responsable
}
tile-first = Première réponse médiane
tile-first-detail = 90e centile { $time }
tile-first-none = aucune réponse sur 7 jours
tile-held = En pause depuis plus de 3 jours
tile-held-detail = aucun délai ne court
board-late = En retard ou proches
board-late-note = par échéance
board-late-empty = Aucun délai ne court.
board-open-queue = Ouvrir la file
board-taken = acquitté par { $who }
board-workflows = Par parcours
board-workflows-note = 7 jours, part des délais tenus
board-weeks = Délais tenus par semaine
board-weeks-empty = Il faut deux semaines de délais échus pour tracer la courbe.
board-as-table = Voir en tableau
board-owners = Dossiers ouverts par responsable
board-owners-empty = Aucun dossier ouvert.
board-feed = Dernières escalades
board-feed-empty = Aucune escalade.
col-clock = Délai
col-case = Dossier
col-state = État
col-owner = Responsable
col-next = Prochain prévenu
col-workflow = Parcours
col-closed = Clos
col-median = Durée médiane
col-week = Semaine du
col-share = Part
col-met = Tenus
col-all = Total
col-split = Répartition par délai
col-open = Ouverts
col-late = En retard
weeks-label = Part des délais tenus par semaine sur { $n } semaines, de { $first } à { $last }, objectif { $goal }. Le tableau donne les valeurs.
weeks-goal = but { $goal }
weeks-now = maintenant
owner-split = { $ok } dans les temps, { $risk } à risque, { $late } en retard, { $held } en pause
legend-late = En retard
legend-risk = À risque
legend-ok = Dans les temps
legend-held = En pause
feed-level = niveau { $level } prévenu : { $who }
feed-level-nobody = niveau { $level } atteint, personne à prévenir
feed-acknowledged = acquitté par { $who }

admin-mail-fine = Tout est parti ou partira.
admin-mail-parked = { $n ->
    [one] Un courriel n'a pas pu partir.
   *[other] { $n } courriels n'ont pas pu partir.
}
admin-board-text = Délais, retards et escalades des équipes.
admin-cli = Les comptes, les jetons et les parcours se gèrent en ligne de commande :
mail-tabs = État des courriels
mail-parked = Arrêtés
mail-queued = En attente
mail-sent = Partis
mail-retry = Réessayer
mail-none-parked = Aucun courriel arrêté
mail-none-queued = Aucun courriel en attente
mail-none-sent = Aucun courriel parti
mail-stands-parked = Arrêté
mail-stands-queued = Prochain essai : { $when }
mail-stands-sent = Parti : { $when }
col-mail = Courriel
col-to = Destinataire
col-asked = Demandé
col-attempts = Essais
col-stands = État
