//! What every page has around its content: language, theme, style sheet, menu and who is signed in.

use domain::people::{Membership, Role};
use domain::text::Language;

use crate::i18n::Words;
use crate::usecases::read::queue::{Capped, NavCounts};
use crate::web::assets::{Files, files};

/// What a handler knows about who looks and from where; the same for every page of one answer.
#[derive(Clone, Debug)]
pub struct ChromeFacts {
    /// Language of the page.
    pub language: Language,
    /// Chosen colours, from the cookie `theme`.
    pub theme: Theme,
    /// Token that every form of the page sends back.
    pub csrf: String,
    /// Path and query of the page, to come back to after a preference is changed.
    pub path: String,
    /// Who is signed in.
    pub person: Option<PersonFacts>,
    /// One sentence about what was just done, already in words; shown once.
    pub flash: Option<String>,
}

/// Who is signed in.
#[derive(Clone, Debug)]
pub struct PersonFacts {
    /// Full name.
    pub name: String,
    /// Roles and teams of staff; empty for partners.
    pub memberships: Vec<Membership>,
    /// The publisher's name, for partners; empty for staff.
    pub organisation: String,
    /// Counts beside the menu, for staff.
    pub counts: NavCounts,
}

/// The colours that a person chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the device says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The cookie's value.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of that value; anything else is the device's.
    pub fn parse(text: &str) -> Self {
        match text {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }

    const fn attribute(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    const fn scheme(self) -> &'static str {
        match self {
            Self::System => "light dark",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// What the switch in the menu offers: light and dark in turn.
    const fn other(self) -> (Self, &'static str) {
        match self {
            Self::System | Self::Light => (Self::Dark, "theme-to-dark"),
            Self::Dark => (Self::Light, "theme-to-light"),
        }
    }
}

/// Which entry of the menu or of the mast the page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Triage.
    Triage,
    /// My cases.
    Mine,
    /// Waiting on the partner.
    Waiting,
    /// Every open case.
    All,
    /// A saved view of verifications.
    Verifications,
    /// A saved view of escalations.
    Escalations,
    /// A saved view of onboardings.
    Onboardings,
    /// The SLA board.
    Board,
    /// Outgoing mail.
    Mail,
    /// Targets and calendars.
    Targets,
    /// Administration.
    Admin,
    /// The partner's requests.
    Requests,
    /// A new request.
    NewRequest,
    /// Help.
    Help,
    /// None of them.
    Elsewhere,
}

/// The page around the content, ready to be shown.
#[derive(Clone, Debug)]
pub struct Page {
    /// Texts of its language.
    pub words: Words,
    /// Language of the page.
    pub language: Language,
    /// `fr` or `en`.
    pub lang: &'static str,
    /// Forced theme, if any.
    pub theme: Option<&'static str>,
    /// Schemes the browser may use for its own parts.
    pub color_scheme: &'static str,
    /// Title before “– Guichet”.
    pub title: String,
    /// Address of the style sheet.
    pub css: &'static str,
    /// Addresses of icons and favicon.
    pub files: &'static Files,
    /// Token for forms.
    pub csrf: String,
    /// This page's address.
    pub back: String,
    /// The language the switch offers.
    pub other: OtherLanguage,
    /// The theme the switch offers.
    pub other_theme: &'static str,
    /// The switch's label.
    pub theme_label: String,
    /// Which entry is current.
    pub place: Place,
    /// Name of who is signed in; empty for nobody.
    pub person: String,
    /// First letter of the name.
    pub initial: String,
    /// Role in words.
    pub role_line: String,
    /// Team beside the mark.
    pub team: String,
    /// The publisher's name, in the portal.
    pub organisation: String,
    /// The staff's menu; empty in the portal.
    pub nav: Vec<NavGroup>,
    /// What was just done.
    pub flash: Option<String>,
}

/// The other language, named in itself.
#[derive(Clone, Copy, Debug)]
pub struct OtherLanguage {
    /// `fr` or `en`.
    pub code: &'static str,
    /// Its own name.
    pub name: &'static str,
}

/// Entries of the menu under one heading.
#[derive(Clone, Debug)]
pub struct NavGroup {
    /// Heading.
    pub title: String,
    /// Entries.
    pub links: Vec<NavLink>,
}

/// One entry of the menu.
#[derive(Clone, Debug)]
pub struct NavLink {
    /// Where it leads.
    pub href: &'static str,
    /// Symbol of the sprite.
    pub icon: &'static str,
    /// Label.
    pub title: String,
    /// Count at its right.
    pub count: Option<String>,
    /// Whether the count is of late cases.
    pub late: bool,
    /// Whether the page is this one.
    pub current: bool,
}

impl Page {
    /// A page of the staff: the menu is there.
    pub fn desk(facts: &ChromeFacts, place: Place, title: String) -> Self {
        let mut page = Self::bare(facts, place, title, &files().workspace);
        if let Some(person) = &facts.person {
            page.nav = menu(page.words, person, place);
        }
        page
    }

    /// A page of the staff's figures and lists: the board, the mails.
    pub fn figures(facts: &ChromeFacts, place: Place, title: String) -> Self {
        Self {
            css: &files().figures,
            ..Self::desk(facts, place, title)
        }
    }

    /// A page of the staff's figures with forms: targets and calendars.
    pub fn settings(facts: &ChromeFacts, place: Place, title: String) -> Self {
        Self {
            css: &files().settings,
            ..Self::desk(facts, place, title)
        }
    }

    /// A page of the portal, or of nobody in particular (sign-in, help).
    pub fn portal(facts: &ChromeFacts, place: Place, title: String) -> Self {
        Self::bare(facts, place, title, &files().portal)
    }

    /// Whether somebody is signed in.
    pub const fn signed_in(&self) -> bool {
        !self.person.is_empty()
    }

    fn bare(facts: &ChromeFacts, place: Place, title: String, css: &'static str) -> Self {
        let words = Words::new(facts.language);
        let (other_theme, theme_key) = facts.theme.other();
        let theme_label = words.get(theme_key).to_string();
        let mut page = Self {
            words,
            language: facts.language,
            lang: facts.language.as_str(),
            theme: facts.theme.attribute(),
            color_scheme: facts.theme.scheme(),
            title,
            css,
            files: files(),
            csrf: facts.csrf.clone(),
            back: facts.path.clone(),
            other: other_language(facts.language),
            other_theme: other_theme.as_str(),
            theme_label,
            place,
            person: String::new(),
            initial: String::new(),
            role_line: String::new(),
            team: String::new(),
            organisation: String::new(),
            nav: Vec::new(),
            flash: facts.flash.clone(),
        };
        if let Some(person) = &facts.person {
            page.person.clone_from(&person.name);
            page.initial = initial(&person.name);
            page.organisation.clone_from(&person.organisation);
            page.role_line = role_line(page.words, &person.memberships);
            page.team = team_name(page.words, &person.memberships);
        }
        page
    }
}

/// First letter of a name, upper case, for the round badge.
pub fn initial(name: &str) -> String {
    name.chars()
        .next()
        .map(|first| first.to_uppercase().collect())
        .unwrap_or_default()
}

/// First name, for narrow columns whose title says the whole.
pub fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}

/// `1 000+` when the count stopped at its cap.
pub fn capped(words: Words, count: Capped) -> String {
    let number = words.number(i64::from(count.n));
    if count.more {
        format!("{number}+")
    } else {
        number
    }
}

/// A text made safe for one value of a query.
pub fn query_encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

const fn other_language(language: Language) -> OtherLanguage {
    match language {
        Language::Fr => OtherLanguage {
            code: "en",
            name: "English",
        },
        Language::En => OtherLanguage {
            code: "fr",
            name: "Français",
        },
    }
}

fn role_line(words: Words, memberships: &[Membership]) -> String {
    let Some(first) = memberships.first() else {
        return String::new();
    };
    words.get(role_key(first.role)).into_owned()
}

fn team_name(words: Words, memberships: &[Membership]) -> String {
    let team = memberships.iter().find_map(|held| held.team.as_ref());
    team.map_or_else(String::new, |team| {
        words.with("side-team", &[("team", team.as_str().into())])
    })
}

/// Key of a role's name.
pub const fn role_key(role: Role) -> &'static str {
    match role {
        Role::Partner => "role-partner",
        Role::Manager => "role-manager",
        Role::Lead => "role-lead",
        Role::Reviewer => "role-reviewer",
        Role::Specialist => "role-specialist",
        Role::Admin => "role-admin",
        Role::System => "role-system",
    }
}

fn menu(words: Words, person: &PersonFacts, place: Place) -> Vec<NavGroup> {
    let counts = &person.counts;
    let link = |href, icon, key: &'static str, here: Place| NavLink {
        href,
        icon,
        title: words.get(key).to_string(),
        count: None,
        late: false,
        current: here == place,
    };
    let counted = |mut entry: NavLink, count: Capped| {
        entry.count = Some(capped(words, count));
        entry
    };
    let mut board = link("/team/sla", "i-chart", "nav-board", Place::Board);
    if counts.late.n > 0 {
        board = counted(board, counts.late);
        board.late = true;
    }
    let mut groups = vec![
        NavGroup {
            title: words.get("nav-mine").to_string(),
            links: vec![
                counted(
                    link("/queue", "i-inbox", "view-triage", Place::Triage),
                    counts.triage,
                ),
                counted(
                    link("/queue?view=mine", "i-user", "view-mine", Place::Mine),
                    counts.mine,
                ),
                counted(
                    link(
                        "/queue?view=waiting",
                        "i-pause",
                        "view-waiting",
                        Place::Waiting,
                    ),
                    counts.waiting,
                ),
                link("/queue?view=all", "i-rows", "view-all", Place::All),
            ],
        },
        NavGroup {
            title: words.get("nav-views").to_string(),
            links: vec![
                link(
                    "/queue?view=all&type=verification",
                    "i-checkc",
                    "view-verifications",
                    Place::Verifications,
                ),
                link(
                    "/queue?view=all&type=escalation",
                    "i-bolt",
                    "view-escalations",
                    Place::Escalations,
                ),
                link(
                    "/queue?view=all&type=onboarding",
                    "i-star",
                    "view-onboardings",
                    Place::Onboardings,
                ),
            ],
        },
        NavGroup {
            title: words.get("nav-team").to_string(),
            links: vec![board],
        },
    ];
    if person
        .memberships
        .iter()
        .any(|held| held.role == Role::Admin)
    {
        groups.push(NavGroup {
            title: words.get("nav-admin").to_string(),
            links: vec![
                link("/admin/mail", "i-mail", "nav-mail", Place::Mail),
                link("/admin/sla", "i-clock", "nav-targets", Place::Targets),
                link("/admin", "i-gear", "nav-settings", Place::Admin),
            ],
        });
    }
    groups
}
