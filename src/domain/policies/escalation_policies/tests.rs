use super::*;
use crate::policies::{rotas, teams};

const CALENDARS: &str = "[[calendar]]\nkey = \"24x7\"\nversion = 1\nzone = \"Europe/Paris\"\ntitle = { fr = \"a\", en = \"a\" }\nslots = { every_day = [\"00:00-24:00\"] }\n";
const TEAMS: &str =
    "[[team]]\nkey = \"EMEA\"\ntitle = { fr = \"a\", en = \"a\" }\ncalendar = \"24x7\"\n";
const ROTAS: &str = "[[rota]]\nkey = \"emea-oncall\"\nteam = \"EMEA\"\ntitle = { fr = \"a\", en = \"a\" }\nzone = \"Europe/Dublin\"\nhandover = { day = \"monday\", time = \"09:00\" }\nanchor = \"2026-01-05\"\nmembers = [\"a@desk.example\"]\n";
const GOOD: &str = "[[policy]]
key = \"one\"
version = 1
repeat = { count = 2, interval = \"1h\" }
ack_timeout = \"1h\"

[[policy.level]]
targets = [\"rota:emea-oncall\", \"lead_of:EMEA\", \"user:a@desk.example\", \"manager_of_assignee\"]
delay = \"0m\"
calendar = \"24x7\"
condition = \"not_done\"
channels = [\"mail\", \"board\"]
outside_hours = \"hold\"

[[use]]
policy = \"one\"
metrics = [\"resolution\"]
at = 75
";

fn read(text: &str) -> Result<EscalationPolicies, Vec<String>> {
    let calendars = Calendars::parse(&Source::new("calendars.toml", CALENDARS)).unwrap();
    let teams = teams::parse(&Source::new("teams.toml", TEAMS), &calendars).unwrap();
    let rotas = rotas::parse(&Source::new("rotas.toml", ROTAS), &teams).unwrap();
    let named = Named {
        calendars: &calendars,
        teams: &teams,
        rotas: &rotas,
        metrics: &["resolution", "ack"],
        thresholds: &[75, 100],
    };
    EscalationPolicies::parse(&Source::new("escalation.toml", text), &named)
        .map_err(|findings| findings.iter().map(ToString::to_string).collect())
}

#[test]
fn a_policy_says_everything_a_level_can_say() {
    let read = read(GOOD).unwrap();
    let policy = read.get(&PolicyKey::from("one"), 1).unwrap();
    let level = &policy.levels[0];
    assert_eq!(level.condition, Condition::NotDone);
    assert_eq!(level.channels, [Channel::Mail, Channel::Board]);
    assert_eq!(level.outside_hours, OutsideHours::Hold);
    assert_eq!(level.hours, level.calendar);
    assert_eq!(
        level.targets,
        [
            LevelTarget::Rota("emea-oncall".into()),
            LevelTarget::LeadOf("EMEA".into()),
            LevelTarget::User("a@desk.example".to_owned()),
            LevelTarget::ManagerOfAssignee,
        ]
    );
}

#[test]
fn unknown_names_are_refused_with_their_line_and_the_nearest_known_one() {
    for (good, wrong, said) in [
        (
            "rota:emea-oncall",
            "rota:emea-oncal",
            "escalation.toml:8: unknown rota “emea-oncal”, did you mean “emea-oncall”?",
        ),
        (
            "lead_of:EMEA",
            "lead_of:EMAE",
            "escalation.toml:8: unknown team “EMAE”, did you mean “EMEA”?",
        ),
        (
            "manager_of_assignee",
            "manager_of_asignee",
            "escalation.toml:8: unknown target “manager_of_asignee”, did you mean “manager_of_assignee”?",
        ),
        (
            "user:a@desk.example",
            "user:a",
            "escalation.toml:8: “a” is no mail address",
        ),
        (
            "calendar = \"24x7\"",
            "calendar = \"24x8\"",
            "escalation.toml:10: unknown calendar “24x8”, did you mean “24x7”?",
        ),
        (
            "[\"resolution\"]",
            "[\"resolutoin\"]",
            "escalation.toml:17: unknown metric “resolutoin”, did you mean “resolution”?",
        ),
        (
            "policy = \"one\"",
            "policy = \"ona\"",
            "escalation.toml:16: unknown policy “ona”, did you mean “one”?",
        ),
        (
            "at = 75",
            "at = 80",
            "escalation.toml:18: 80 is none of the thresholds that targets.toml announces: 75, 100",
        ),
        (
            "count = 2",
            "count = 0",
            "escalation.toml:4: a chain is repeated 1 to 100 times",
        ),
        (
            "ack_timeout = \"1h\"",
            "ack_timeout = \"0m\"",
            "escalation.toml:5: this must be longer than nothing",
        ),
        (
            "[\"mail\", \"board\"]",
            "[]",
            "escalation.toml:12: a level tells by \"mail\", on the \"board\", or both",
        ),
    ] {
        let findings = read(&GOOD.replace(good, wrong)).unwrap_err();
        assert!(findings.iter().any(|one| one == said), "{findings:#?}");
    }
    // Words of a closed vocabulary, by the reader of TOML itself.
    let findings = read(&GOOD.replace("\"hold\"", "\"hald\"")).unwrap_err();
    assert!(
        findings[0].starts_with("escalation.toml:13: "),
        "{findings:?}"
    );
    assert!(
        findings[0].ends_with("did you mean `hold`?"),
        "{findings:?}"
    );
}

#[test]
fn a_rota_that_cannot_be_is_refused_with_its_line() {
    let calendars = Calendars::parse(&Source::new("calendars.toml", CALENDARS)).unwrap();
    let teams = teams::parse(&Source::new("teams.toml", TEAMS), &calendars).unwrap();
    for (good, wrong, said) in [
        (
            "Europe/Dublin",
            "Europe/Dublim",
            "rotas.toml:5: zone “Europe/Dublim” is unknown, did you mean “Europe/Dublin”?",
        ),
        (
            "\"monday\"",
            "\"munday\"",
            "rotas.toml:6: unknown day “munday”, did you mean “monday”?",
        ),
        (
            "09:00",
            "25:00",
            "rotas.toml:6: “25:00” is not a time of day such as 09:00",
        ),
        (
            "2026-01-05",
            "2026-02-30",
            "rotas.toml:7: “2026-02-30” is not a day such as 2026-01-05",
        ),
        (
            "team = \"EMEA\"",
            "team = \"EMAE\"",
            "rotas.toml:3: unknown team “EMAE”, did you mean “EMEA”?",
        ),
        (
            "members = [\"a@desk.example\"]",
            "members = []",
            "rotas.toml:2: a rota needs either members = [\"address\", …] or role = \"specialist\"",
        ),
        (
            "members = [\"a@desk.example\"]",
            "members = [\"a@desk.example\", \"A@desk.example\"]",
            "rotas.toml:8: “a@desk.example” takes turns twice: remove one",
        ),
        (
            "members = [\"a@desk.example\"]",
            "role = \"partner\"",
            "rotas.toml:8: nobody holds the role “partner” in a team",
        ),
    ] {
        let text = ROTAS.replace(good, wrong);
        let findings = rotas::parse(&Source::new("rotas.toml", &text), &teams).unwrap_err();
        let findings: Vec<String> = findings.iter().map(ToString::to_string).collect();
        assert!(findings.iter().any(|one| one == said), "{findings:#?}");
    }
}
