# Ce que l'API et les pages d'erreur disent d'un refus, par code (docs/problems.md).
problem-malformed = La demande ne peut pas être lue : { $value }
problem-invalid_body = La demande n'a pas la forme attendue : { $value }
problem-unsupported_media_type = Ce type de contenu n'est pas accepté : { $value }
problem-too_large = L'envoi est trop volumineux (limite : { $value } octets)
problem-too_slow = L'envoi a mis plus de { $value } s à arriver : recommencez
problem-signed_out = Connectez-vous, ou donnez un jeton valable
problem-csrf = Le formulaire ne vient pas de cette session : rechargez la page et recommencez
problem-version_required = Indiquez la version du dossier que vous avez lue (en-tête If-Match ou champ version)
problem-not_found = Rien ne se trouve à cette adresse, ou vous ne pouvez pas l'ouvrir
problem-forbidden = Cette action ne vous est pas ouverte
problem-version_conflict = Le dossier a changé entre-temps : il en est à la version { $value }
problem-invalid_input = Des réponses sont à corriger
problem-idempotency_key_reused = Cette clé d'idempotence a servi avec un autre contenu : prenez-en une nouvelle
problem-idempotency_key_in_flight = Une demande avec cette clé d'idempotence est en cours : attendez sa réponse
problem-too_many_requests = Trop de demandes : recommencez dans { $value } s
problem-unavailable = Le service est momentanément indisponible : recommencez dans quelques secondes
problem-internal = Une erreur est survenue de notre côté. Rien n'a été enregistré
