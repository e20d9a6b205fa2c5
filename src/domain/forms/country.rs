//! The countries of ISO 3166-1, by alpha-2 code, with their usual French and English names.

use crate::text::Language;

/// One country or territory of ISO 3166-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country {
    /// Two capital letters, such as `FR`.
    pub code: &'static str,
    fr: &'static str,
    en: &'static str,
}

impl Country {
    /// The country of that code, in either case.
    pub fn parse(text: &str) -> Option<Self> {
        let code = text.trim().to_ascii_uppercase();
        let at = COUNTRIES
            .binary_search_by_key(&code.as_str(), |row| row.0)
            .ok()?;
        COUNTRIES.get(at).map(|row| Self::from_row(*row))
    }

    /// The usual name.
    pub const fn name(self, language: Language) -> &'static str {
        match language {
            Language::Fr => self.fr,
            Language::En => self.en,
        }
    }

    /// Every country, in the alphabetical order of the language (accents do not count).
    pub fn all_by_name(language: Language) -> Vec<Self> {
        let mut all: Vec<Self> = COUNTRIES.iter().map(|row| Self::from_row(*row)).collect();
        all.sort_by_cached_key(|country| without_accents(country.name(language)));
        all
    }

    const fn from_row(row: (&'static str, &'static str, &'static str)) -> Self {
        Self {
            code: row.0,
            fr: row.1,
            en: row.2,
        }
    }
}

/// Lower case, with the accented letters of the table brought back to their base letter.
fn without_accents(name: &str) -> String {
    name.chars()
        .map(|letter| match letter {
            'É' | 'é' | 'è' | 'ê' | 'ë' => 'e',
            'Î' | 'ï' | 'í' => 'i',
            'Å' | 'ã' => 'a',
            'ç' => 'c',
            'ô' => 'o',
            'ü' => 'u',
            other => other.to_ascii_lowercase(),
        })
        .collect()
}

/// Code, French name, English name; sorted by code.
const COUNTRIES: &[(&str, &str, &str)] = &[
    ("AD", "Andorre", "Andorra"),
    ("AE", "Émirats arabes unis", "United Arab Emirates"),
    ("AF", "Afghanistan", "Afghanistan"),
    ("AG", "Antigua-et-Barbuda", "Antigua and Barbuda"),
    ("AI", "Anguilla", "Anguilla"),
    ("AL", "Albanie", "Albania"),
    ("AM", "Arménie", "Armenia"),
    ("AO", "Angola", "Angola"),
    ("AQ", "Antarctique", "Antarctica"),
    ("AR", "Argentine", "Argentina"),
    ("AS", "Samoa américaines", "American Samoa"),
    ("AT", "Autriche", "Austria"),
    ("AU", "Australie", "Australia"),
    ("AW", "Aruba", "Aruba"),
    ("AX", "Îles Åland", "Åland Islands"),
    ("AZ", "Azerbaïdjan", "Azerbaijan"),
    ("BA", "Bosnie-Herzégovine", "Bosnia and Herzegovina"),
    ("BB", "Barbade", "Barbados"),
    ("BD", "Bangladesh", "Bangladesh"),
    ("BE", "Belgique", "Belgium"),
    ("BF", "Burkina Faso", "Burkina Faso"),
    ("BG", "Bulgarie", "Bulgaria"),
    ("BH", "Bahreïn", "Bahrain"),
    ("BI", "Burundi", "Burundi"),
    ("BJ", "Bénin", "Benin"),
    ("BL", "Saint-Barthélemy", "St Barthélemy"),
    ("BM", "Bermudes", "Bermuda"),
    ("BN", "Brunei", "Brunei"),
    ("BO", "Bolivie", "Bolivia"),
    ("BQ", "Pays-Bas caribéens", "Caribbean Netherlands"),
    ("BR", "Brésil", "Brazil"),
    ("BS", "Bahamas", "Bahamas"),
    ("BT", "Bhoutan", "Bhutan"),
    ("BV", "Île Bouvet", "Bouvet Island"),
    ("BW", "Botswana", "Botswana"),
    ("BY", "Biélorussie", "Belarus"),
    ("BZ", "Belize", "Belize"),
    ("CA", "Canada", "Canada"),
    ("CC", "Îles Cocos", "Cocos (Keeling) Islands"),
    ("CD", "Congo-Kinshasa", "Congo - Kinshasa"),
    (
        "CF",
        "République centrafricaine",
        "Central African Republic",
    ),
    ("CG", "Congo-Brazzaville", "Congo - Brazzaville"),
    ("CH", "Suisse", "Switzerland"),
    ("CI", "Côte d’Ivoire", "Côte d’Ivoire"),
    ("CK", "Îles Cook", "Cook Islands"),
    ("CL", "Chili", "Chile"),
    ("CM", "Cameroun", "Cameroon"),
    ("CN", "Chine", "China"),
    ("CO", "Colombie", "Colombia"),
    ("CR", "Costa Rica", "Costa Rica"),
    ("CU", "Cuba", "Cuba"),
    ("CV", "Cap-Vert", "Cape Verde"),
    ("CW", "Curaçao", "Curaçao"),
    ("CX", "Île Christmas", "Christmas Island"),
    ("CY", "Chypre", "Cyprus"),
    ("CZ", "Tchéquie", "Czechia"),
    ("DE", "Allemagne", "Germany"),
    ("DJ", "Djibouti", "Djibouti"),
    ("DK", "Danemark", "Denmark"),
    ("DM", "Dominique", "Dominica"),
    ("DO", "République dominicaine", "Dominican Republic"),
    ("DZ", "Algérie", "Algeria"),
    ("EC", "Équateur", "Ecuador"),
    ("EE", "Estonie", "Estonia"),
    ("EG", "Égypte", "Egypt"),
    ("EH", "Sahara occidental", "Western Sahara"),
    ("ER", "Érythrée", "Eritrea"),
    ("ES", "Espagne", "Spain"),
    ("ET", "Éthiopie", "Ethiopia"),
    ("FI", "Finlande", "Finland"),
    ("FJ", "Fidji", "Fiji"),
    ("FK", "Îles Malouines", "Falkland Islands"),
    ("FM", "Micronésie", "Micronesia"),
    ("FO", "Îles Féroé", "Faroe Islands"),
    ("FR", "France", "France"),
    ("GA", "Gabon", "Gabon"),
    ("GB", "Royaume-Uni", "United Kingdom"),
    ("GD", "Grenade", "Grenada"),
    ("GE", "Géorgie", "Georgia"),
    ("GF", "Guyane française", "French Guiana"),
    ("GG", "Guernesey", "Guernsey"),
    ("GH", "Ghana", "Ghana"),
    ("GI", "Gibraltar", "Gibraltar"),
    ("GL", "Groenland", "Greenland"),
    ("GM", "Gambie", "Gambia"),
    ("GN", "Guinée", "Guinea"),
    ("GP", "Guadeloupe", "Guadeloupe"),
    ("GQ", "Guinée équatoriale", "Equatorial Guinea"),
    ("GR", "Grèce", "Greece"),
    (
        "GS",
        "Géorgie du Sud-et-les Îles Sandwich du Sud",
        "South Georgia and South Sandwich Islands",
    ),
    ("GT", "Guatemala", "Guatemala"),
    ("GU", "Guam", "Guam"),
    ("GW", "Guinée-Bissau", "Guinea-Bissau"),
    ("GY", "Guyana", "Guyana"),
    ("HK", "R.A.S. chinoise de Hong Kong", "Hong Kong SAR China"),
    (
        "HM",
        "Îles Heard-et-MacDonald",
        "Heard and McDonald Islands",
    ),
    ("HN", "Honduras", "Honduras"),
    ("HR", "Croatie", "Croatia"),
    ("HT", "Haïti", "Haiti"),
    ("HU", "Hongrie", "Hungary"),
    ("ID", "Indonésie", "Indonesia"),
    ("IE", "Irlande", "Ireland"),
    ("IL", "Israël", "Israel"),
    ("IM", "Île de Man", "Isle of Man"),
    ("IN", "Inde", "India"),
    (
        "IO",
        "Territoire britannique de l’océan Indien",
        "British Indian Ocean Territory",
    ),
    ("IQ", "Irak", "Iraq"),
    ("IR", "Iran", "Iran"),
    ("IS", "Islande", "Iceland"),
    ("IT", "Italie", "Italy"),
    ("JE", "Jersey", "Jersey"),
    ("JM", "Jamaïque", "Jamaica"),
    ("JO", "Jordanie", "Jordan"),
    ("JP", "Japon", "Japan"),
    ("KE", "Kenya", "Kenya"),
    ("KG", "Kirghizstan", "Kyrgyzstan"),
    ("KH", "Cambodge", "Cambodia"),
    ("KI", "Kiribati", "Kiribati"),
    ("KM", "Comores", "Comoros"),
    ("KN", "Saint-Christophe-et-Niévès", "St Kitts and Nevis"),
    ("KP", "Corée du Nord", "North Korea"),
    ("KR", "Corée du Sud", "South Korea"),
    ("KW", "Koweït", "Kuwait"),
    ("KY", "Îles Caïmans", "Cayman Islands"),
    ("KZ", "Kazakhstan", "Kazakhstan"),
    ("LA", "Laos", "Laos"),
    ("LB", "Liban", "Lebanon"),
    ("LC", "Sainte-Lucie", "St Lucia"),
    ("LI", "Liechtenstein", "Liechtenstein"),
    ("LK", "Sri Lanka", "Sri Lanka"),
    ("LR", "Liberia", "Liberia"),
    ("LS", "Lesotho", "Lesotho"),
    ("LT", "Lituanie", "Lithuania"),
    ("LU", "Luxembourg", "Luxembourg"),
    ("LV", "Lettonie", "Latvia"),
    ("LY", "Libye", "Libya"),
    ("MA", "Maroc", "Morocco"),
    ("MC", "Monaco", "Monaco"),
    ("MD", "Moldavie", "Moldova"),
    ("ME", "Monténégro", "Montenegro"),
    ("MF", "Saint-Martin", "St Martin"),
    ("MG", "Madagascar", "Madagascar"),
    ("MH", "Îles Marshall", "Marshall Islands"),
    ("MK", "Macédoine du Nord", "North Macedonia"),
    ("ML", "Mali", "Mali"),
    ("MM", "Myanmar (Birmanie)", "Myanmar (Burma)"),
    ("MN", "Mongolie", "Mongolia"),
    ("MO", "R.A.S. chinoise de Macao", "Macao SAR China"),
    ("MP", "Îles Mariannes du Nord", "Northern Mariana Islands"),
    ("MQ", "Martinique", "Martinique"),
    ("MR", "Mauritanie", "Mauritania"),
    ("MS", "Montserrat", "Montserrat"),
    ("MT", "Malte", "Malta"),
    ("MU", "Maurice", "Mauritius"),
    ("MV", "Maldives", "Maldives"),
    ("MW", "Malawi", "Malawi"),
    ("MX", "Mexique", "Mexico"),
    ("MY", "Malaisie", "Malaysia"),
    ("MZ", "Mozambique", "Mozambique"),
    ("NA", "Namibie", "Namibia"),
    ("NC", "Nouvelle-Calédonie", "New Caledonia"),
    ("NE", "Niger", "Niger"),
    ("NF", "Île Norfolk", "Norfolk Island"),
    ("NG", "Nigeria", "Nigeria"),
    ("NI", "Nicaragua", "Nicaragua"),
    ("NL", "Pays-Bas", "Netherlands"),
    ("NO", "Norvège", "Norway"),
    ("NP", "Népal", "Nepal"),
    ("NR", "Nauru", "Nauru"),
    ("NU", "Niue", "Niue"),
    ("NZ", "Nouvelle-Zélande", "New Zealand"),
    ("OM", "Oman", "Oman"),
    ("PA", "Panama", "Panama"),
    ("PE", "Pérou", "Peru"),
    ("PF", "Polynésie française", "French Polynesia"),
    ("PG", "Papouasie-Nouvelle-Guinée", "Papua New Guinea"),
    ("PH", "Philippines", "Philippines"),
    ("PK", "Pakistan", "Pakistan"),
    ("PL", "Pologne", "Poland"),
    ("PM", "Saint-Pierre-et-Miquelon", "St Pierre and Miquelon"),
    ("PN", "Îles Pitcairn", "Pitcairn Islands"),
    ("PR", "Porto Rico", "Puerto Rico"),
    ("PS", "Territoires palestiniens", "Palestinian Territories"),
    ("PT", "Portugal", "Portugal"),
    ("PW", "Palaos", "Palau"),
    ("PY", "Paraguay", "Paraguay"),
    ("QA", "Qatar", "Qatar"),
    ("RE", "La Réunion", "Réunion"),
    ("RO", "Roumanie", "Romania"),
    ("RS", "Serbie", "Serbia"),
    ("RU", "Russie", "Russia"),
    ("RW", "Rwanda", "Rwanda"),
    ("SA", "Arabie saoudite", "Saudi Arabia"),
    ("SB", "Îles Salomon", "Solomon Islands"),
    ("SC", "Seychelles", "Seychelles"),
    ("SD", "Soudan", "Sudan"),
    ("SE", "Suède", "Sweden"),
    ("SG", "Singapour", "Singapore"),
    ("SH", "Sainte-Hélène", "St Helena"),
    ("SI", "Slovénie", "Slovenia"),
    ("SJ", "Svalbard et Jan Mayen", "Svalbard and Jan Mayen"),
    ("SK", "Slovaquie", "Slovakia"),
    ("SL", "Sierra Leone", "Sierra Leone"),
    ("SM", "Saint-Marin", "San Marino"),
    ("SN", "Sénégal", "Senegal"),
    ("SO", "Somalie", "Somalia"),
    ("SR", "Suriname", "Suriname"),
    ("SS", "Soudan du Sud", "South Sudan"),
    ("ST", "Sao Tomé-et-Principe", "São Tomé and Príncipe"),
    ("SV", "Salvador", "El Salvador"),
    ("SX", "Saint-Martin (partie néerlandaise)", "Sint Maarten"),
    ("SY", "Syrie", "Syria"),
    ("SZ", "Eswatini", "Eswatini"),
    ("TC", "Îles Turques-et-Caïques", "Turks and Caicos Islands"),
    ("TD", "Tchad", "Chad"),
    (
        "TF",
        "Terres australes françaises",
        "French Southern Territories",
    ),
    ("TG", "Togo", "Togo"),
    ("TH", "Thaïlande", "Thailand"),
    ("TJ", "Tadjikistan", "Tajikistan"),
    ("TK", "Tokelau", "Tokelau"),
    ("TL", "Timor oriental", "Timor-Leste"),
    ("TM", "Turkménistan", "Turkmenistan"),
    ("TN", "Tunisie", "Tunisia"),
    ("TO", "Tonga", "Tonga"),
    ("TR", "Turquie", "Türkiye"),
    ("TT", "Trinité-et-Tobago", "Trinidad and Tobago"),
    ("TV", "Tuvalu", "Tuvalu"),
    ("TW", "Taïwan", "Taiwan"),
    ("TZ", "Tanzanie", "Tanzania"),
    ("UA", "Ukraine", "Ukraine"),
    ("UG", "Ouganda", "Uganda"),
    (
        "UM",
        "Îles mineures éloignées des États-Unis",
        "US Outlying Islands",
    ),
    ("US", "États-Unis", "United States"),
    ("UY", "Uruguay", "Uruguay"),
    ("UZ", "Ouzbékistan", "Uzbekistan"),
    ("VA", "État de la Cité du Vatican", "Vatican City"),
    (
        "VC",
        "Saint-Vincent-et-les Grenadines",
        "St Vincent and the Grenadines",
    ),
    ("VE", "Venezuela", "Venezuela"),
    ("VG", "Îles Vierges britanniques", "British Virgin Islands"),
    ("VI", "Îles Vierges des États-Unis", "US Virgin Islands"),
    ("VN", "Viêt Nam", "Vietnam"),
    ("VU", "Vanuatu", "Vanuatu"),
    ("WF", "Wallis-et-Futuna", "Wallis and Futuna"),
    ("WS", "Samoa", "Samoa"),
    ("YE", "Yémen", "Yemen"),
    ("YT", "Mayotte", "Mayotte"),
    ("ZA", "Afrique du Sud", "South Africa"),
    ("ZM", "Zambie", "Zambia"),
    ("ZW", "Zimbabwe", "Zimbabwe"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_complete() {
        assert_eq!(COUNTRIES.len(), 249);
        assert!(COUNTRIES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn a_code_is_found_in_either_case() {
        assert_eq!(Country::parse(" fr ").unwrap().name(Language::Fr), "France");
        assert_eq!(Country::parse("DE").unwrap().name(Language::En), "Germany");
        assert_eq!(Country::parse("XX"), None);
        assert_eq!(Country::parse("France"), None);
    }

    #[test]
    fn names_sort_by_letter_whatever_the_accent() {
        let names: Vec<&str> = Country::all_by_name(Language::Fr)
            .iter()
            .map(|one| one.name(Language::Fr))
            .collect();
        let at = |name: &str| names.iter().position(|one| *one == name).unwrap();
        assert!(at("Espagne") < at("États-Unis"));
        assert!(at("États-Unis") < at("Éthiopie"));
        assert!(at("Éthiopie") < at("Finlande"));
    }
}
