# Ce qui ne va pas dans une réponse. Les codes et leurs paramètres : src/domain/forms/error.rs.
# $label est l'intitulé de la question. Une réponse qui manque dit d'abord la phrase propre à la question.

form-error-required = Répondez à « { $label } »
form-error-unknown-field = Ce formulaire n’a pas de champ « { $label } »
form-error-unknown-field-near = Ce formulaire n’a pas de champ « { $label } » ; vouliez-vous dire « { $nearest } » ?
form-error-wrong-type = « { $label } » : ce type de valeur n’est pas accepté. Attendu : { $expected }

form-error-too-short = « { $label } » : écrivez au moins { $min ->
    [one] un caractère
   *[other] { $min } caractères
}
form-error-too-long = « { $label } » : { $max } caractères au plus, vous en avez écrit { $count }
form-error-not-an-integer = « { $label } » : saisissez un nombre entier, en chiffres
form-error-too-small = « { $label } » : saisissez un nombre supérieur ou égal à { $min }
form-error-too-large = « { $label } » : saisissez un nombre inférieur ou égal à { $max }
form-error-not-yes-or-no = « { $label } » : répondez par oui ou par non
form-error-not-a-choice = « { $label } » : « { $value } » n’est pas proposé. Choisissez parmi : { $known }
form-error-too-few = « { $label } » : { $min ->
    [one] il en faut au moins un
   *[other] il en faut au moins { $min }
}, vous en avez donné { $count }
form-error-too-many = « { $label } » : { $max ->
    [one] un seul est accepté
   *[other] { $max } au plus
}, vous en avez donné { $count }

form-error-date-incomplete = « { $label } » : { $part ->
    [day] saisissez le jour
    [month] saisissez le mois
   *[year] saisissez l’année
}
form-error-date-invalid = « { $label } » : saisissez une date qui existe, par exemple 14 03 2027
form-error-date-too-early = « { $label } » : choisissez une date à partir du { $date }
form-error-date-too-late = « { $label } » : choisissez une date jusqu’au { $date }
form-error-date-before-field = « { $label } » : choisissez une date qui ne précède pas « { $other } »
form-error-date-after-field = « { $label } » : choisissez une date qui ne dépasse pas « { $other } »
form-error-period-too-long = « { $label } » : choisissez une date { $months ->
    [one] un mois
   *[other] { $months } mois
} au plus après « { $other } »
form-error-time-invalid = « { $label } » : saisissez une heure qui existe, par exemple 14 h 30
form-error-in-the-future = « { $label } » : ce moment n’est pas encore arrivé, vérifiez le jour et l’heure

form-error-url-invalid = « { $label } » : « { $value } » n’est pas une adresse web complète, par exemple https://www.exemple.fr/page
form-error-host-refused = « { $label } » : les liens vers { $value } ne sont pas acceptés ici. Sites acceptés : { $hosts }
form-error-email-invalid = « { $label } » : « { $value } » n’est pas une adresse électronique complète, par exemple nom@exemple.fr
form-error-email-domain = « { $label } » : l’adresse doit appartenir au domaine du site, { $domain }
form-error-not-a-colleague = « { $label } » : { $value } n’a pas accès à l’espace de votre organisation
form-error-handle-invalid = « { $label } » : « { $value } » n’est pas un nom de compte. Utilisez des lettres, des chiffres, des points, des tirets et des traits de soulignement
form-error-handle-unknown = « { $label } » : le compte @{ $value } n’est pas rattaché à votre organisation
form-error-event-unknown = « { $label } » : « { $value } » n’est pas un événement annoncé
form-error-country-unknown = « { $label } » : « { $value } » n’est pas un code de pays
form-error-siret-length = « { $label } » : un SIRET compte { $digits ->
    [0] 14 chiffres, sans lettre
   *[other] 14 chiffres, vous en avez saisi { $digits }
}
form-error-siret-checksum = « { $label } » : ce SIRET n’existe pas, vérifiez chaque chiffre

form-error-file-unknown = « { $label } » : le fichier « { $value } » n’a pas été ajouté à cette question
form-error-file-empty = Le fichier « { $name } » est vide
form-error-file-too-large = Le fichier « { $name } » doit peser moins de { $max_mb } Mo
form-error-file-type-refused = Le fichier « { $name } » doit être de l’un de ces types : { $types }
form-error-too-many-files = Une demande accepte { $max } fichiers au plus, vous en avez ajouté { $count }
