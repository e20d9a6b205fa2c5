# Moments et durées.
dates-month-1 = janvier
dates-month-2 = février
dates-month-3 = mars
dates-month-4 = avril
dates-month-5 = mai
dates-month-6 = juin
dates-month-7 = juillet
dates-month-8 = août
dates-month-9 = septembre
dates-month-10 = octobre
dates-month-11 = novembre
dates-month-12 = décembre
dates-weekday-1 = lundi
dates-weekday-2 = mardi
dates-weekday-3 = mercredi
dates-weekday-4 = jeudi
dates-weekday-5 = vendredi
dates-weekday-6 = samedi
dates-weekday-7 = dimanche
dates-today-at = aujourd'hui à { $time }
dates-tomorrow-at = demain à { $time }
dates-yesterday-at = hier à { $time }
dates-day-at = { $day } à { $time }
dates-full = { $day } à { $time } ({ $zone })
dates-zone-city = heure de { $city }
dates-zone-city-elided = heure d'{ $city }
dates-zone-plain = { $name }
dates-city-london = Londres
dates-city-brussels = Bruxelles
dates-city-dublin = Dublin
dates-just-now = à l'instant
durations-left = reste { $time }
durations-late = retard { $time }
durations-ago = il y a { $time }
durations-in = dans { $time }
durations-days = { $n } { $n ->
    [one] jour
   *[other] jours
}
durations-working-days = { $n } { $n ->
    [one] j ouvré
   *[other] j ouvrés
}
