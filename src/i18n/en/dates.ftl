# Moments and lengths of time.
dates-month-1 = January
dates-month-2 = February
dates-month-3 = March
dates-month-4 = April
dates-month-5 = May
dates-month-6 = June
dates-month-7 = July
dates-month-8 = August
dates-month-9 = September
dates-month-10 = October
dates-month-11 = November
dates-month-12 = December
dates-weekday-1 = Monday
dates-weekday-2 = Tuesday
dates-weekday-3 = Wednesday
dates-weekday-4 = Thursday
dates-weekday-5 = Friday
dates-weekday-6 = Saturday
dates-weekday-7 = Sunday
dates-today-at = today at { $time }
dates-tomorrow-at = tomorrow at { $time }
dates-yesterday-at = yesterday at { $time }
dates-day-at = { $day } at { $time }
dates-full = { $day }, { $time } ({ $zone })
dates-zone-city = { $city } time
dates-zone-city-elided = { $city } time
dates-zone-plain = { $name }
dates-city-london = London
dates-city-brussels = Brussels
dates-city-dublin = Dublin
dates-just-now = just now
durations-left = { $time } left
durations-late = { $time } late
durations-ago = { $time } ago
durations-in = in { $time }
durations-days = { $n } { $n ->
    [one] day
   *[other] days
}
durations-working-days = { $n } { $n ->
    [one] working day
   *[other] working days
}
