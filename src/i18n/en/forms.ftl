# What is wrong with an answer. Codes and their parameters: src/domain/forms/error.rs.
# $label is the label of the question. A missing answer says the question's own sentence first.

form-error-required = Answer “{ $label }”
form-error-unknown-field = This form has no field “{ $label }”
form-error-unknown-field-near = This form has no field “{ $label }”; did you mean “{ $nearest }”?
form-error-wrong-type = “{ $label }”: this type of value is not accepted. Expected: { $expected }

form-error-too-short = “{ $label }”: write at least { $min ->
    [one] one character
   *[other] { $min } characters
}
form-error-too-long = “{ $label }”: at most { $max } characters, you wrote { $count }
form-error-not-an-integer = “{ $label }”: enter a whole number, in digits
form-error-too-small = “{ $label }”: enter { $min } or more
form-error-too-large = “{ $label }”: enter { $max } or less
form-error-not-yes-or-no = “{ $label }”: answer yes or no
form-error-not-a-choice = “{ $label }”: “{ $value }” is not offered. Choose from: { $known }
form-error-too-few = “{ $label }”: { $min ->
    [one] at least one is needed
   *[other] at least { $min } are needed
}, you gave { $count }
form-error-too-many = “{ $label }”: { $max ->
    [one] only one is accepted
   *[other] at most { $max } are accepted
}, you gave { $count }

form-error-date-incomplete = “{ $label }”: { $part ->
    [day] enter the day
    [month] enter the month
   *[year] enter the year
}
form-error-date-invalid = “{ $label }”: enter a date that exists, for example 14 03 2027
form-error-date-too-early = “{ $label }”: choose { $date } or later
form-error-date-too-late = “{ $label }”: choose { $date } or earlier
form-error-date-before-field = “{ $label }”: choose a date that is not before “{ $other }”
form-error-date-after-field = “{ $label }”: choose a date that is not after “{ $other }”
form-error-period-too-long = “{ $label }”: choose a date at most { $months ->
    [one] one month
   *[other] { $months } months
} after “{ $other }”
form-error-time-invalid = “{ $label }”: enter a time that exists, for example 14:30
form-error-in-the-future = “{ $label }”: this moment has not come yet, check the day and time

form-error-url-invalid = “{ $label }”: “{ $value }” is not a complete web address, such as https://www.example.org/page
form-error-host-refused = “{ $label }”: links to { $value } are not accepted here. Accepted sites: { $hosts }
form-error-email-invalid = “{ $label }”: “{ $value }” is not a complete email address, such as name@example.org
form-error-email-domain = “{ $label }”: the address must belong to the domain of the website, { $domain }
form-error-not-a-colleague = “{ $label }”: { $value } has no access to your organisation’s space
form-error-handle-invalid = “{ $label }”: “{ $value }” is not an account name. Use letters, digits, full stops, dashes and underscores
form-error-handle-unknown = “{ $label }”: the account @{ $value } does not belong to your organisation
form-error-event-unknown = “{ $label }”: “{ $value }” is not an announced event
form-error-country-unknown = “{ $label }”: “{ $value }” is not a country code
form-error-siret-length = “{ $label }”: a SIRET has { $digits ->
    [0] 14 digits and no letters
   *[other] 14 digits, you entered { $digits }
}
form-error-siret-checksum = “{ $label }”: this SIRET does not exist, check each digit

form-error-file-unknown = “{ $label }”: the file “{ $value }” was not added to this question
form-error-file-empty = The file “{ $name }” is empty
form-error-file-too-large = The file “{ $name }” must be smaller than { $max_mb } MB
form-error-file-type-refused = The file “{ $name }” must be one of these types: { $types }
form-error-too-many-files = A request takes at most { $max } files, you added { $count }
