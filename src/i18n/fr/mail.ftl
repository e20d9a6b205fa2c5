# Les messages électroniques. Chaque modèle a un objet (-subject), ce qui s'est passé (-happened), ce que
# nous attendons (-needed), pour quand (-when) et le texte du bouton (-button). La variante « -open » sert
# quand une valeur facultative n'est pas connue : la phrase reste entière.

mail-subject = [{ $reference }] { $subject }
mail-greeting = Bonjour { $recipient_first_name },
mail-greeting-open = Bonjour,
mail-quote = { $actor } a écrit :
mail-quote-open = Message :
mail-closing = Bien à vous,
mail-signature = L'équipe { $team }
mail-signature-open = L'équipe Guichet
mail-about = { $reference } · { $title }
mail-about-title = « { $title } »
mail-reply-here = Vous pouvez répondre à ce message : votre réponse rejoint le dossier.
mail-reply-there = Ce message est automatique. Pour répondre, passez par le lien ci-dessus.

mail-holder-owner = Qui a la main : { $owner }, équipe { $team }.
mail-holder-owner-open = Qui a la main : l'équipe { $team }.
mail-holder-team = Qui a la main : l'équipe { $team } ; personne n'a encore pris le dossier.
mail-holder-recipient = Qui a la main : vous. L'équipe { $team } reprend dès votre réponse.
mail-holder-staff = Qui a la main : vous.
mail-holder-desk = Qui a la main : votre équipe.
mail-holder-settled = Qui a la main : plus personne, sauf si vous revenez vers nous.
mail-holder-nobody = Qui a la main : plus personne, le dossier est terminé.

mail-team-fr = France
mail-team-emea = EMEA
mail-team-central = Central

mail-metric-first_response = première réponse
mail-metric-next_response = prochaine réponse
mail-metric-update_due = prochaine mise à jour
mail-metric-resolution = résolution
mail-metric-work = temps de travail
mail-metric-ownership = prise en charge par l'équipe
mail-metric-ack = acquittement
mail-metric-milestone = jalon
mail-metric-review = contrôle des pièces
mail-metric-second_review = second contrôle
mail-metric-central_decision = décision de la plateforme
mail-metric-total = durée totale
mail-metric-mitigation = contournement
mail-metric-fix = correction
mail-metric-kickoff = lancement
mail-metric-first_post = première publication
mail-metric-live = mise en ligne
mail-metric-stalled = progression

# Demandes

mail-request-received-subject = Demande bien reçue : { $title }
mail-request-received-happened = Nous avons bien reçu votre demande « { $title } ». Elle porte la référence { $reference }.
mail-request-received-needed = Vous n'avez rien à faire pour l'instant.
mail-request-received-when = Nous vous répondons avant le { $due }.
mail-request-received-when-open = Nous vous écrivons dès que quelqu'un prend votre demande.
mail-request-received-button = Suivre ma demande

mail-request-new-subject = Nouvelle demande ({ $organisation }) : { $title }
mail-request-new-happened = { $organisation } a déposé la demande « { $title } », priorité { $priority }.
mail-request-new-happened-open = { $organisation } a déposé la demande « { $title } ».
mail-request-new-needed = Prenez-la si elle vous revient, ou affectez-la.
mail-request-new-when = Première échéance : le { $due }.
mail-request-new-when-open = Aucune échéance ne court pour l'instant.
mail-request-new-button = Ouvrir le dossier

mail-request-taken-subject = { $owner_first } prend en charge votre demande
mail-request-taken-subject-open = Votre demande est prise en charge
mail-request-taken-happened = { $owner }, de l'équipe { $team }, prend en charge votre demande « { $title } ».
mail-request-taken-happened-open = L'équipe { $team } prend en charge votre demande « { $title } ».
mail-request-taken-needed = Vous n'avez rien à faire : nous vous écrivons si une précision nous manque.
mail-request-taken-when = Vous aurez de nos nouvelles avant le { $due }.
mail-request-taken-when-open = Nous vous tenons au courant à chaque étape.
mail-request-taken-button = Suivre ma demande

mail-request-question-subject = Une précision à nous donner avant le { $follow_up_day }
mail-request-question-subject-open = Une précision à nous donner
mail-request-question-happened = { $actor } a besoin d'une précision sur votre demande « { $title } ».
mail-request-question-happened-open = Nous avons besoin d'une précision sur votre demande « { $title } ».
mail-request-question-needed = Répondez sur la page de la demande ; vous pouvez y joindre des fichiers.
mail-request-question-when = Avant le { $follow_up }. D'ici là, votre demande est en pause.
mail-request-question-when-open = Dès que vous le pouvez : d'ici là, votre demande est en pause.
mail-request-question-button = Répondre

mail-request-reminder-subject = Rappel : nous attendons votre réponse
mail-request-reminder-happened = Votre demande « { $title } » attend toujours votre réponse.
mail-request-reminder-needed = Répondez sur la page de la demande, même en quelques mots.
mail-request-reminder-when = Sans réponse avant le { $closes }, nous la considérerons comme résolue ; vous pourrez la rouvrir.
mail-request-reminder-when-open = Votre demande reste en pause jusqu'à votre réponse. Sans nouvelles, nous la considérerons comme résolue ; vous pourrez la rouvrir.
mail-request-reminder-button = Répondre

mail-request-resolved-subject = Demande résolue : votre avis ?
mail-request-resolved-happened = Votre demande « { $title } » est résolue.
mail-request-resolved-needed = Dites-nous si le résultat vous convient, ou rouvrez la demande s'il manque quelque chose.
mail-request-resolved-when = Vous pouvez la rouvrir jusqu'au { $until }.
mail-request-resolved-when-open = Sans nouvelles de votre part, elle sera clôturée dans quelques jours ouvrés ; sa page reste consultable.
mail-request-resolved-button = Donner mon avis

mail-request-auto-resolved-subject = Demande considérée comme résolue : { $title }
mail-request-auto-resolved-happened = Sans réponse de votre part, nous considérons votre demande « { $title } » comme résolue.
mail-request-auto-resolved-needed = Si elle ne l'est pas, rouvrez-la depuis sa page.
mail-request-auto-resolved-when = Vous pouvez la rouvrir jusqu'au { $until }.
mail-request-auto-resolved-when-open = Elle sera clôturée dans quelques jours ouvrés ; sa page reste consultable.
mail-request-auto-resolved-button = Ouvrir ma demande

mail-request-declined-subject = Nous ne pouvons pas donner suite
mail-request-declined-happened = Nous ne pouvons pas donner suite à votre demande « { $title } ». Voici pourquoi.
mail-request-declined-needed = Si vous contestez ce choix ou si la situation change, déposez une nouvelle demande en rappelant la référence { $reference }.
mail-request-declined-when = Aucune échéance ne court plus sur cette demande.
mail-request-declined-button = Lire la décision

mail-request-merged-subject = Demande regroupée avec { $target }
mail-request-merged-subject-open = Demande regroupée avec une autre
mail-request-merged-happened = Votre demande « { $title } » porte sur le même sujet que { $target } : nous les avons regroupées.
mail-request-merged-happened-open = Votre demande « { $title } » porte sur le même sujet qu'une autre de votre organisation : nous les avons regroupées.
mail-request-merged-needed = Vous n'avez rien à faire : vos messages y sont repris, et la suite s'y lit.
mail-request-merged-when = Les échéances de l'autre demande s'appliquent désormais.
mail-request-merged-button = Ouvrir ma demande

mail-request-closed-subject = Demande clôturée : { $title }
mail-request-closed-happened = Votre demande « { $title } » est clôturée.
mail-request-closed-needed = Vous n'avez rien à faire. Pour un nouveau besoin, déposez une nouvelle demande.
mail-request-closed-when = Aucune échéance ne court plus sur cette demande.
mail-request-closed-button = Relire ma demande

mail-request-cancelled-subject = Demande annulée : { $title }
mail-request-cancelled-happened = La demande « { $title } » est annulée.
mail-request-cancelled-needed = Vous n'avez rien à faire.
mail-request-cancelled-when = Aucune échéance ne court plus sur cette demande.
mail-request-cancelled-button = Relire la demande

mail-request-reply-subject = { $actor_first } vous a répondu : { $title }
mail-request-reply-subject-open = Réponse à votre demande : { $title }
mail-request-reply-happened = { $actor }, de l'équipe { $team }, vous a répondu au sujet de « { $title } ».
mail-request-reply-happened-open = L'équipe { $team } vous a répondu au sujet de « { $title } ».
mail-request-reply-needed = Si vous avez quelque chose à ajouter, répondez sur la page de la demande.
mail-request-reply-when = Vous aurez de nos nouvelles avant le { $due }.
mail-request-reply-when-open = Nous vous tenons au courant de la suite.
mail-request-reply-button = Lire et répondre

# Transmissions entre équipes

mail-handover-new-subject = Dossier transmis à votre équipe : { $title }
mail-handover-new-happened = { $actor } transmet à votre équipe le dossier « { $title } » ({ $organisation }).
mail-handover-new-happened-open = Le dossier « { $title } » ({ $organisation }) est transmis à votre équipe.
mail-handover-new-needed = Prenez-le et répondez ; s'il manque quelque chose, demandez-le en une seule fois.
mail-handover-new-when = Réponse attendue avant le { $due }.
mail-handover-new-when-open = Aucune date n'est fixée : répondez dès que possible.
mail-handover-new-button = Ouvrir le dossier

mail-handover-answered-subject = Réponse à votre transmission : { $title }
mail-handover-answered-happened = { $actor } a répondu à votre transmission sur « { $title } ».
mail-handover-answered-happened-open = Votre transmission sur « { $title } » a reçu une réponse.
mail-handover-answered-needed = Reprenez le dossier et répondez au partenaire.
mail-handover-answered-when = Prochaine échéance : le { $due }.
mail-handover-answered-when-open = Aucune échéance ne court pour l'instant.
mail-handover-answered-button = Ouvrir le dossier

# Vérifications

mail-verif-documents-subject = Des pièces à nous envoyer
mail-verif-documents-happened = Pour la vérification « { $title } », il nous manque des pièces ou des précisions.
mail-verif-documents-needed = Envoyez-les depuis la page du dossier : fichiers JPG, PNG ou PDF, 10 Mo au plus chacun.
mail-verif-documents-when = Avant le { $closes } ; au-delà, le dossier expire. D'ici là, il est en pause.
mail-verif-documents-when-open = Dès que vous le pouvez : d'ici là, le dossier est en pause.
mail-verif-documents-button = Envoyer les pièces

mail-verif-received-subject = Pièces bien reçues
mail-verif-received-happened = Nous avons reçu toutes les pièces de la vérification « { $title } ».
mail-verif-received-needed = Vous n'avez rien à faire pour l'instant.
mail-verif-received-when = Nous les examinons avant le { $due }.
mail-verif-received-when-open = Nous vous écrivons dès qu'elles sont examinées.
mail-verif-received-button = Suivre la vérification

mail-verif-documents-refused-subject = Pièces à corriger ({ $count })
mail-verif-documents-refused-subject-open = Pièces à corriger
mail-verif-documents-refused-happened = Dans la vérification « { $title } », { $count ->
    [one] une pièce ne convient pas. Voici laquelle et pourquoi.
   *[other] { $count } pièces ne conviennent pas. Voici lesquelles et pourquoi.
}
mail-verif-documents-refused-happened-open = Dans la vérification « { $title } », des pièces ne conviennent pas. Voici lesquelles et pourquoi.
mail-verif-documents-refused-needed = Remplacez-les depuis la page du dossier : fichiers JPG, PNG ou PDF, 10 Mo au plus chacun.
mail-verif-documents-refused-when = Avant le { $closes } ; au-delà, le dossier expire. D'ici là, il est en pause.
mail-verif-documents-refused-when-open = Dès que vous le pouvez : d'ici là, le dossier est en pause.
mail-verif-documents-refused-button = Corriger les pièces

mail-verif-submitted-subject = Dossier transmis à la plateforme
mail-verif-submitted-happened = Le dossier « { $title } » est complet : nous l'avons transmis à la plateforme, qui décide.
mail-verif-submitted-needed = Vous n'avez rien à faire pour l'instant.
mail-verif-submitted-when = La décision est attendue avant le { $due }.
mail-verif-submitted-when-open = Nous vous écrivons dès que la décision est connue.
mail-verif-submitted-button = Suivre la vérification

mail-verif-rejected-subject = Vérification non accordée
mail-verif-rejected-happened = La vérification « { $title } » n'est pas accordée. Voici pourquoi.
mail-verif-rejected-needed = Vous pouvez demander un réexamen, une seule fois, en apportant un élément nouveau. Ce réexamen est un service de notre équipe : il ne remplace aucune voie de recours prévue par la loi ou par la plateforme.
mail-verif-rejected-when = Vous pouvez le demander jusqu'au { $until }.
mail-verif-rejected-when-open = Le délai pour le demander figure sur la page du dossier.
mail-verif-rejected-button = Lire la décision

mail-verif-approved-subject = Vérification accordée
mail-verif-approved-happened = La vérification « { $title } » est accordée.
mail-verif-approved-needed = Vous n'avez rien à faire. Les pièces d'identité seront supprimées ; seule l'attestation est conservée.
mail-verif-approved-when = Aucune échéance ne court plus sur ce dossier.
mail-verif-approved-button = Voir le dossier

mail-verif-expired-subject = Dossier de vérification expiré
mail-verif-expired-happened = Faute de pièces, le dossier « { $title } » a expiré. Les fichiers reçus ont été supprimés.
mail-verif-expired-needed = Quand vos pièces sont prêtes, déposez une nouvelle demande de vérification.
mail-verif-expired-when = Aucune échéance ne court plus sur ce dossier.
mail-verif-expired-button = Voir le dossier

mail-verif-appeal-open-subject = Réexamen accepté
mail-verif-appeal-open-happened = Votre demande de réexamen de « { $title } » est acceptée. Une personne qui n'avait pas encore vu le dossier l'examine.
mail-verif-appeal-open-needed = Vous n'avez rien à faire pour l'instant.
mail-verif-appeal-open-when = Vous aurez de nos nouvelles avant le { $due }.
mail-verif-appeal-open-when-open = Nous vous écrivons dès que le réexamen est terminé.
mail-verif-appeal-open-button = Suivre la vérification

mail-verif-final-subject = Vérification : décision définitive
mail-verif-final-happened = Après réexamen, la vérification « { $title } » n'est pas accordée. Voici pourquoi.
mail-verif-final-needed = Si la situation change, vous pouvez déposer une nouvelle demande. Notre réexamen ne remplace aucune voie de recours prévue par la loi ou par la plateforme.
mail-verif-final-when = Aucune échéance ne court plus sur ce dossier.
mail-verif-final-button = Lire la décision

# Escalades techniques

mail-escalation-declined-subject = Escalade renvoyée : { $title }
mail-escalation-declined-happened = L'escalade « { $title } » vous est renvoyée.
mail-escalation-declined-needed = Complétez-la et relancez-la, ou répondez au partenaire.
mail-escalation-declined-when = Prochaine échéance : le { $due }.
mail-escalation-declined-when-open = Aucune échéance ne court pour l'instant.
mail-escalation-declined-button = Ouvrir le dossier

mail-escalation-update-subject = Point d'étape n° { $number }, prochain avant { $due_time }
mail-escalation-update-subject-open = Point d'étape : { $title }
mail-escalation-update-happened = Voici où en est l'escalade « { $title } ».
mail-escalation-update-needed = Vous n'avez rien à faire pour l'instant.
mail-escalation-update-when = Prochain point avant le { $due }.
mail-escalation-update-when-open = Nous vous écrivons au prochain changement.
mail-escalation-update-button = Voir le point d'étape

mail-escalation-confirmed-subject = Défaut confirmé : { $title }
mail-escalation-confirmed-happened = Le défaut décrit dans « { $title } » est confirmé ; une correction est en cours.
mail-escalation-confirmed-needed = Vous n'avez rien à faire pour l'instant.
mail-escalation-confirmed-when = Prochaines nouvelles avant le { $due }.
mail-escalation-confirmed-when-open = Nous vous écrivons au prochain changement.
mail-escalation-confirmed-button = Voir le dossier

mail-escalation-verify-subject = À vérifier de votre côté : { $title }
mail-escalation-verify-happened = Une correction est en place pour « { $title } ».
mail-escalation-verify-needed = Vérifiez que le défaut a disparu, puis confirmez-le ou dites-nous ce qui reste.
mail-escalation-verify-when = Avant le { $closes } ; sans objection, nous considérons que tout fonctionne.
mail-escalation-verify-when-open = Dans les jours qui viennent ; sans objection, nous considérons que tout fonctionne.
mail-escalation-verify-button = Confirmer ou signaler

mail-escalation-page-subject = { $priority }, à acquitter avant { $due_time } : { $title }
mail-escalation-page-subject-open = { $priority }, à acquitter : { $title }
mail-escalation-page-happened = L'escalade « { $title } » ({ $organisation }) vous est confiée.
mail-escalation-page-needed = Acquittez-la : tant que personne ne le fait, les niveaux suivants sont appelés.
mail-escalation-page-when = Avant le { $due }.
mail-escalation-page-when-open = Sans attendre.
mail-escalation-page-button = Acquitter

# Parcours d'intégration

mail-onb-welcome-subject = Bienvenue : votre intégration commence
mail-onb-welcome-happened = Notre accord est conclu : l'intégration commence pour { $organisation }.
mail-onb-welcome-needed = Désignez deux interlocuteurs, l'un éditorial, l'autre technique.
mail-onb-welcome-when = Réunion de lancement avant le { $due }.
mail-onb-welcome-when-open = Nous vous proposons bientôt une date de lancement.
mail-onb-welcome-button = Voir l'intégration

mail-onb-plan-subject = Votre plan d'intégration
mail-onb-plan-happened = Le plan d'intégration est prêt pour { $organisation } : qui fait quoi, et pour quand.
mail-onb-plan-needed = Traitez les points qui vous reviennent.
mail-onb-plan-when = Prochaine échéance : le { $due }.
mail-onb-plan-when-open = Chaque point porte sa date.
mail-onb-plan-button = Voir le plan

mail-onb-pilot-subject = La phase pilote commence
mail-onb-pilot-happened = La mise en place est terminée : la phase pilote commence pour { $organisation }.
mail-onb-pilot-needed = Publiez selon le calendrier convenu.
mail-onb-pilot-when = Premières publications avant le { $due }.
mail-onb-pilot-when-open = Les dates sont celles du calendrier convenu.
mail-onb-pilot-button = Voir l'intégration

mail-onb-live-subject = Vous êtes en ligne
mail-onb-live-happened = L'intégration est réussie : { $organisation } est en ligne.
mail-onb-live-needed = Vous n'avez rien à faire. Pour la suite, votre interlocuteur ne change pas.
mail-onb-live-when = Nous prendrons date avec vous pour un premier bilan.
mail-onb-live-button = Voir l'intégration

mail-onb-closed-subject = Intégration arrêtée
mail-onb-closed-happened = L'intégration est arrêtée pour { $organisation }.
mail-onb-closed-needed = Vous n'avez rien à faire. Pour la reprendre un jour, déposez une demande de nouveau partenariat.
mail-onb-closed-when = Aucune échéance ne court plus sur ce dossier.
mail-onb-closed-button = Voir le dossier

# Engagements (équipe)

mail-sla-warning-subject = Reste { $left } : { $metric } pour { $organisation }
mail-sla-warning-subject-open = Échéance le { $due_day } à { $due_time } : { $metric } pour { $organisation }
mail-sla-warning-happened = L'engagement « { $metric } » du dossier « { $title } » ({ $organisation }) a consommé { $percent } % de son temps.
mail-sla-warning-needed = Agissez avant l'échéance, ou réaffectez le dossier.
mail-sla-warning-when = Échéance : le { $due }.
mail-sla-warning-button = Ouvrir le dossier

mail-sla-breach-subject = Retard : { $metric } pour { $organisation }, échéance le { $due_day } à { $due_time }
mail-sla-breach-happened = L'engagement « { $metric } » du dossier « { $title } » ({ $organisation }) est dépassé.
mail-sla-breach-needed = Agissez maintenant ou réaffectez le dossier, et dites au partenaire où il en est.
mail-sla-breach-when = L'échéance était le { $due }.
mail-sla-breach-button = Ouvrir le dossier

mail-sla-escalated-subject = Niveau { $level } sollicité : { $title }
mail-sla-escalated-happened = Le dossier « { $title } » ({ $organisation }) vous est signalé, au niveau { $level } de l'escalade.
mail-sla-escalated-needed = Acquittez pour arrêter la montée, puis agissez.
mail-sla-escalated-when = Prochaine échéance du dossier : le { $due }.
mail-sla-escalated-when-open = Sans acquittement, le niveau suivant est appelé.
mail-sla-escalated-button = Acquitter et ouvrir

mail-owner-notified-subject = Du nouveau : { $title }
mail-owner-notified-happened = { $actor } a fait avancer le dossier « { $title } » ({ $organisation }).
mail-owner-notified-happened-open = Il y a du nouveau dans le dossier « { $title } » ({ $organisation }).
mail-owner-notified-needed = Lisez ce qui est arrivé et faites la suite.
mail-owner-notified-when = Prochaine échéance : le { $due }.
mail-owner-notified-when-open = Aucune échéance ne court pour l'instant.
mail-owner-notified-button = Ouvrir le dossier

mail-digest-lead-subject = Votre file ce matin : { $count } à risque
mail-digest-lead-happened = { $count ->
    [0] Aucun dossier de votre équipe n'approche de son échéance.
    [one] { $count } dossier de votre équipe approche de son échéance.
   *[other] { $count } dossiers de votre équipe approchent de leur échéance.
}
mail-digest-lead-needed = Ouvrez le tableau des échéances et agissez sur les premiers.
mail-digest-lead-when = Les plus urgents sont en tête.
mail-digest-lead-button = Ouvrir le tableau

# Accès

mail-sign-in-link-subject = Votre lien de connexion à Guichet
mail-sign-in-link-happened = Voici le lien de connexion que vous avez demandé.
mail-sign-in-link-needed = Ouvrez-le pour vous connecter. Si vous n'avez rien demandé, ignorez ce message : sans ce lien, personne n'entre.
mail-sign-in-link-when = Il sert une seule fois, jusqu'au { $until }.
mail-sign-in-link-when-open = Il sert une seule fois et expire vite.
mail-sign-in-link-button = Se connecter

mail-admin-first-subject = Guichet : ouvrir le premier compte d'administration
mail-admin-first-happened = Guichet est installé. Ce lien ouvre le premier compte d'administration.
mail-admin-first-needed = Ouvrez-le pour vous connecter, puis invitez votre équipe.
mail-admin-first-when = Il sert une seule fois, jusqu'au { $until }.
mail-admin-first-when-open = Il sert une seule fois et expire vite.
mail-admin-first-button = Se connecter
