# Les horloges expliquées, le registre, les échéances fixées à la main.

event-due-set = a fixé à la main l'échéance « { $metric } » :
input-not_ahead = Choisissez un moment à venir
input-clock_stopped = Cette horloge est arrêtée : son échéance ne peut plus changer
input-clock_missed = Cet engagement a déjà été manqué : ce qui est manqué le reste
said-extended = Échéance fixée
