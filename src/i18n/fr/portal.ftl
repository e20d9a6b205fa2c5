# Les pages du partenaire, la connexion, l'aide et les liens signés.

# Formulaires
portal-back = Retour
portal-continue = Continuer
portal-later = Enregistrer et finir plus tard
portal-cancel = Annuler
portal-optional = (facultatif)
portal-confirm = Je confirme
portal-step = { $type }, étape { $number } sur { $of }
portal-error-word = Erreur :
portal-error-title = Erreur : { $title }
portal-one-error = Un point est à corriger
portal-errors = { $n ->
    [one] Un point est à corriger
   *[other] { $n } points sont à corriger
}
portal-select-none = Choisir
portal-choice-none = Aucun de ces choix
portal-count-most = { $n } caractères au plus
portal-count-left = { $n ->
    [one] Il reste { $n } caractère
   *[other] Il reste { $n } caractères
}
portal-count-over = { $n ->
    [one] { $n } caractère de trop
   *[other] { $n } caractères de trop
}
portal-box-day = Jour
portal-box-month = Mois
portal-box-year = Année
portal-box-time = Heure
portal-items = Un par ligne
portal-items-prefix = Un par ligne, avec ou sans { $prefix }
portal-files-hint = { $types }, 10 Mo au plus par fichier
portal-file-remove = Retirer
portal-file-with-size = { $name } ({ $size })
portal-input-required = Répondez à cette question
portal-input-confirm = Cochez la case pour confirmer
portal-input-short = { $n ->
    [one] Écrivez au moins { $n } caractère
   *[other] Écrivez au moins { $n } caractères
}
portal-input-long = { $n ->
    [one] Écrivez { $n } caractère au plus
   *[other] Écrivez { $n } caractères au plus
}
portal-input-date = Indiquez une date qui existe, par exemple 14 03 2027
portal-input-past = Indiquez une date à venir
portal-input-other = Vérifiez cette réponse

# Le talon
portal-stub-label = Suivi de la demande
portal-stub-next = Ce qui se passe ensuite
portal-stub-help = Aide et contact
portal-stub-help-name = Joindre { $name }
portal-stub-desk-label = Votre interlocuteur
portal-stub-desk-over = Vos demandes sont suivies par
portal-stub-desk-team = L'équipe partenaires
portal-stub-desk-note = Vous hésitez sur le type de demande ? Choisissez le plus proche, nous réorienterons.
portal-reply-within = { $n ->
    [one] Réponse sous { $n } heure ouvrée
   *[other] Réponse sous { $n } heures ouvrées
}
portal-draft-saved = Brouillon enregistré { $at }.
portal-next-send = Vous envoyez la demande
portal-next-sent = Demande envoyée
portal-next-send-text = Un numéro de suivi vous est donné aussitôt
portal-next-reply = Nous vous répondons
portal-next-reply-name = { $name } vous répond
portal-next-reply-text = Une première réponse, ou une question s'il manque un élément
portal-next-end-open = Décision
portal-next-end-days = { $n ->
    [one] Réponse complète sous { $n } jour ouvré
   *[other] Réponse complète sous { $n } jours ouvrés
}
portal-next-end-hours = { $n ->
    [one] Réponse complète sous { $n } heure ouvrée
   *[other] Réponse complète sous { $n } heures ouvrées
}
portal-next-end-text = Par courriel et dans cet espace
portal-hours-run = { $days }, { $slots }
portal-hours-days = { $first } au { $last }
portal-hours-daily = tous les jours
portal-hours-slot = { $from } à { $to }
portal-hours-and = { " " }et{ " " }
portal-hours-join = { " ; " }

# Mes demandes
portal-home-over = { $organisation }, avec { $name }
portal-group-your-turn = À vous ({ $n })
portal-group-with-us = De notre côté ({ $n })
portal-more = Voir la suite
portal-group-drafts = Brouillons ({ $n })
portal-group-finished = Terminées ces 30 derniers jours ({ $n })
portal-when-your-turn = À compléter au plus tard { $at }
portal-when-your-turn-late = Nous attendions votre réponse { $at }
portal-when-with-us = Réponse au plus tard { $at }
portal-when-with-us-late = Nous devions répondre { $at }
portal-when-draft = Enregistré { $at }
portal-when-finished = Terminée { $at }
portal-untitled = Demande sans objet
portal-empty-title = Vous n'avez pas encore de demande
portal-empty-text = Vos demandes, leur état et la prochaine date promise s'afficheront ici.

# Nouvelle demande
portal-choose-title = De quoi avez-vous besoin ?
portal-choose-lede = Chaque type de demande a ses questions et son délai. Vos réponses sont enregistrées à chaque étape.
portal-choose-missing = Choisissez un type de demande
portal-live-legend = Un direct est concerné ?
portal-live = Oui, il a lieu en ce moment ou commence dans les deux heures
portal-live-hint = La demande sera proposée en tête de file
portal-check-title = Vérifiez vos réponses
portal-change = Modifier
portal-not-answered = Non renseigné
portal-notice = En envoyant cette demande, vous confirmez que ces informations sont exactes. Elles servent uniquement à traiter la demande et sont conservées trois ans après notre dernier échange.
portal-notice-link = Vos données personnelles
portal-send = Envoyer la demande

# Envoyée
portal-sent-title = Demande envoyée
portal-sent-page = { $reference } envoyée
portal-sent-by = Réponse au plus tard { $at }
portal-sent-lede = Un courriel de confirmation vous est adressé. Vous pouvez garder cette page en favori ou l'imprimer.
portal-sent-follow = Suivre cette demande
portal-sent-another = Faire une autre demande
portal-sent-printed = Page affichée le { $at }

# Une demande
portal-back-request = Retour à la demande
portal-steps-label = Avancement
portal-step-past = (terminé)
portal-step-now = (étape actuelle)
portal-step-ahead = (à venir)
portal-your-turn = À vous
portal-by-your-turn = Répondez au plus tard { $at } : le délai est suspendu en attendant.
portal-by-your-turn-late = Nous attendions votre réponse { $at }. Vous pouvez toujours répondre.
portal-by-with-us = La prochaine nouvelle vous parviendra au plus tard { $at }.
portal-by-late = Nous devions répondre au plus tard { $at }.
portal-late-told = Nous avons prévenu { $name }.
portal-finished-since = Demande terminée { $at }.
portal-messages = Messages
portal-no-messages = Aucun message pour l'instant.
portal-side-yours = votre équipe
portal-side-ours = équipe partenaires
portal-your-answers = Ce que vous avez envoyé
portal-files = Fichiers
portal-add-files = Ajouter des fichiers
portal-add-files-hint = 10 Mo au plus par fichier
portal-answer-label = Votre réponse
portal-answer-send = Envoyer la réponse
portal-write-label = Écrire un message
portal-write-send = Envoyer
portal-body-empty = Écrivez un message ou ajoutez un fichier
portal-body-long = Le message doit compter 20 000 caractères au plus
portal-body-file-large = Chaque fichier doit peser moins de 10 Mo
portal-body-file-type = Un des fichiers est d'un type que nous n'acceptons pas
portal-body-file-many = Ajoutez 10 fichiers au plus
portal-about-label = À propos de cette demande
portal-owner = Suivie par { $name }
portal-owner-none = Suivie par l'équipe partenaires
portal-moves = Autres actions

# Lien signé
link-about = À propos de ce lien
link-over-line = Lien personnel
link-as = Vous répondez en tant que { $name }
link-keep = Ne le transmettez pas : il ouvre cette demande sans mot de passe.
link-more = Pour voir toutes vos demandes :
link-over-title = Ce lien n'ouvre plus rien
link-over-text = Il a expiré ou n'est pas complet. Connectez-vous pour retrouver la demande, ou répondez au dernier courriel reçu.

# Connexion
sign-in-title = Se connecter
sign-in-lede = Indiquez votre adresse professionnelle. Nous vous envoyons un lien de connexion : il n'y a pas de mot de passe à retenir.
sign-in-email = Adresse de courriel
sign-in-email-hint = Celle que votre interlocuteur connaît, par exemple prenom.nom@exemple.fr
sign-in-email-empty = Saisissez votre adresse de courriel
sign-in-email-malformed = Saisissez une adresse complète, comme prenom.nom@exemple.fr
sign-in-send = Recevoir un lien
sign-in-sent-title = Consultez votre messagerie
sign-in-sent-lede = Si { $email } est connue de Guichet, un lien de connexion vient de lui être envoyé.
sign-in-validity = { $n ->
    [one] Il fonctionne une seule fois, pendant { $n } minute.
   *[other] Il fonctionne une seule fois, pendant { $n } minutes.
}
sign-in-sent-help = Rien reçu ? Regardez dans les indésirables, puis vérifiez l'adresse auprès de votre interlocuteur.
sign-in-sent-again = Demander un autre lien
sign-in-open-title = Votre lien est valable
sign-in-open = Ouvrir Guichet
sign-in-as = Vous allez vous connecter en tant que { $name }.
sign-in-open-why = Ce bouton évite qu'un logiciel de messagerie n'utilise le lien à votre place.
sign-in-over-title = Ce lien ne fonctionne plus
sign-in-over-text = Un lien sert une seule fois et expire vite. Demandez-en un nouveau : il arrive en quelques instants.
sign-in-already = Vous êtes connecté en tant que { $name }
sign-in-go-on = Continuer
sign-in-other = Utiliser une autre adresse
sign-in-stub-label = Comment se passe la connexion
sign-in-stub-over = Connexion
sign-in-stub-big = Un lien, pas de mot de passe
sign-in-stub-under = Valable une fois, quelques minutes
sign-in-step-1 = Vous donnez votre adresse
sign-in-step-1-text = Celle de votre organisation
sign-in-step-2 = Nous vous envoyons un lien
sign-in-step-2-text = À cette adresse seulement
sign-in-step-3 = Vous ouvrez Guichet
sign-in-step-3-text = Sur l'appareil de votre choix

# Acquittement d'une escalade, pour l'équipe
ack-title = Acquitter { $reference }
ack-over-line = Escalade
ack-facts = Le dossier
ack-started = Escalade ouverte
ack-called = Dernier appel envoyé
ack-level = Niveau atteint
ack-open = Personne ne l'a encore prise en charge.
ack-done = Acquittée par { $name }, { $at }.
ack-somebody = un collègue
ack-over = Cette escalade est close : il n'y a plus rien à acquitter.
ack-button = Acquitter
ack-case = Ouvrir le dossier
ack-means = Acquitter arrête les appels aux niveaux suivants : vous vous en chargez.

# Préférences
prefs-language = Langue
prefs-language-hint = Celle des pages et des courriels
prefs-theme = Couleurs
prefs-theme-system = Comme sur mon appareil
prefs-theme-light = Claires
prefs-theme-dark = Sombres
prefs-save = Enregistrer

# Aide
help-contents = Sur cette page
help-ask = Faire une demande
help-ask-1 = Choisissez le type de demande le plus proche de votre besoin : analyse de données, recommandations de contenu, support technique ou vérification de compte. Les questions s'adaptent à vos réponses, et le délai de réponse est affiché avant l'envoi.
help-ask-2 = Vos réponses sont enregistrées à chaque étape. Vous retrouvez un brouillon dans Mes demandes, et vous relisez tout avant d'envoyer. Un brouillon qui n'est pas envoyé est supprimé après trente jours.
help-follow = Suivre une demande
help-follow-1 = Chaque demande a une référence, par exemple REQ-1042, un état et la prochaine date promise. Quand c'est à vous de répondre, la question est en haut de la page, et le délai est suspendu jusqu'à votre réponse.
help-follow-2 = Vous pouvez répondre depuis la page de la demande ou par le lien de nos courriels, ajouter des fichiers et retirer une demande. Si nous sommes en retard, la page le dit.
help-live = Un direct est en cours
help-live-1 = Cochez la case prévue au début d'une nouvelle demande, puis indiquez que le problème a lieu en ce moment. Notre équipe fixe la priorité et vous répond au plus vite pendant ses horaires de permanence.
help-live-2 = Ne donnez jamais de mot de passe ni de clé de diffusion : nous n'en avons pas besoin.
help-sign-in = Se connecter
help-sign-in-1 = Guichet n'utilise pas de mot de passe. Indiquez votre adresse professionnelle : un lien valable quelques minutes vous est envoyé. Il fonctionne une seule fois.
help-sign-in-2 = Si rien n'arrive, votre adresse n'est peut-être pas enregistrée : demandez à un collègue qui a déjà un accès, ou à votre interlocuteur.
help-contact = Nous joindre
help-contact-1 = Pour une demande en cours, écrivez dans sa page : toute l'équipe qui la suit lit votre message.
help-contact-2 = Pour un autre sujet, ouvrez une nouvelle demande.
help-contact-name = Votre interlocuteur attitré est { $name }.
help-contact-team = L'équipe partenaires suit vos demandes.
help-contact-hours = Horaires : { $hours } (heure de Paris), hors jours fériés.
help-data = Vos données personnelles
help-data-1 = Guichet conserve votre nom, votre adresse professionnelle, votre langue, vos demandes, vos messages et vos fichiers. Ils servent uniquement à traiter vos demandes, dans le cadre de notre relation avec votre organisation.
help-data-2 = Les demandes sont conservées trois ans après notre dernier échange. Elles sont lues par l'équipe qui les suit et, si nécessaire, par les équipes régionales et centrales auxquelles une demande est transmise. Un seul cookie est nécessaire, celui de votre connexion ; d'autres retiennent votre langue et vos couleurs. Aucun ne vous suit ailleurs.
help-data-3 = Vous pouvez demander l'accès à vos données, leur rectification, leur effacement ou la limitation de leur usage en ouvrant une demande, et saisir la CNIL si la réponse ne vous convient pas.

# Accessibilité
access-title = Déclaration d'accessibilité
access-lede = Guichet est conçu pour être utilisable par tous, au clavier, avec un lecteur d'écran, sans script et en fort grossissement. Cette page dit où nous en sommes.
access-state = État de conformité
access-state-1 = Guichet n'a pas encore été audité selon le RGAA 4.1.2. Faute d'audit, il est déclaré non conforme.
access-results = Résultats des tests
access-results-1 = Des contrôles automatiques portent sur les contrastes des couleurs dans les deux thèmes. Ils ne remplacent pas un audit.
access-results-2 = Aucun parcours n'a encore été vérifié avec des personnes qui utilisent un lecteur d'écran.
access-gaps = Contenus qui peuvent poser problème
access-gaps-1 = Les fichiers joints par les utilisateurs ne sont pas contrôlés.
access-gaps-2 = Les messages sont affichés dans la langue de leur auteur sans que cette langue soit toujours indiquée aux outils de lecture.
access-gaps-3 = Le nombre de caractères restants d'un texte long n'est mis à jour qu'au chargement de la page.
access-made = Établissement de cette déclaration
access-made-1 = Cette déclaration accompagne la première version de Guichet. Elle sera refaite après un audit ou un changement important.
access-contact = Signaler une difficulté
access-contact-1 = Si une page ou un fichier vous est inaccessible, écrivez-nous : nous vous répondons sous une semaine et vous donnons l'information autrement.
access-remedy = Voie de recours
access-remedy-1 = Si vous nous avez signalé un défaut d'accessibilité et que notre réponse ne vous convient pas, vous pouvez saisir le Défenseur des droits :
access-remedy-form = par son formulaire en ligne
access-remedy-post = par courrier, sans affranchir : Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07.

## What was just done

said-signed-out = Déconnexion effectuée
said-preferences = Préférences enregistrées
said-draft-saved = Brouillon enregistré : reprenez-le quand vous voulez
said-message = Message envoyé
said-request-moved = C'est fait : la demande est à jour
said-request-changed = La demande a changé entre-temps : relisez-la avant de continuer
said-draft-changed = Rien n'est encore envoyé : vos réponses ou la mention sur vos données ont changé. Relisez-les, puis envoyez
