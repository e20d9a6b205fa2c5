//! The eight metrics every desk knows, as clocks.md defines them; a workflow may say otherwise.

use crate::case::Category;
use crate::clocks::clock::{ClockKind, ClockSpec, OnReopen, RunRule, StartRule, StopRule};
use crate::ids::{Metric, StateKey};

/// The built-in metrics.
pub const METRICS: [&str; 8] = [
    "first_response",
    "next_response",
    "update_due",
    "resolution",
    "work",
    "ownership",
    "ack",
    "milestone",
];

/// How a built-in metric behaves; `None` for a workflow's own.
///
/// `ack` begins with the case that an escalation is and ends in its state `acknowledged`; `milestone`
/// begins with the case, which stands for its anchor, and ends with it: workflows name better states.
pub fn standard_spec(metric: &str) -> Option<ClockSpec> {
    let (kind, start, run, stop, on_reopen) = match metric {
        "first_response" => (
            ClockKind::Sla,
            StartRule::Submission,
            RunRule::Always,
            StopRule::StaffMessage,
            OnReopen::None,
        ),
        "next_response" => (
            ClockKind::Sla,
            StartRule::PartnerMessage,
            RunRule::Always,
            StopRule::StaffMessage,
            OnReopen::None,
        ),
        "update_due" => (
            ClockKind::Sla,
            StartRule::StaffMessage,
            not_waiting_for_partner(),
            StopRule::StaffMessage,
            OnReopen::None,
        ),
        "resolution" => (
            ClockKind::Sla,
            StartRule::Submission,
            not_waiting_for_partner(),
            StopRule::Done,
            OnReopen::Resume,
        ),
        "work" => (
            ClockKind::Sla,
            StartRule::Submission,
            RunRule::Categories(vec![Category::New, Category::Open]),
            StopRule::Done,
            OnReopen::Resume,
        ),
        "ownership" => (
            ClockKind::Ola,
            StartRule::TeamEntry,
            RunRule::Categories(vec![
                Category::New,
                Category::Open,
                Category::WaitingInternal,
            ]),
            StopRule::TeamExit,
            OnReopen::Resume,
        ),
        "ack" => (
            ClockKind::Ola,
            StartRule::Submission,
            RunRule::Always,
            StopRule::States(vec![StateKey::from("acknowledged")]),
            OnReopen::None,
        ),
        "milestone" => (
            ClockKind::Sla,
            StartRule::Submission,
            RunRule::Categories(vec![Category::New, Category::Open]),
            StopRule::Done,
            OnReopen::None,
        ),
        _ => return None,
    };
    Some(ClockSpec {
        metric: Metric::from(metric),
        kind,
        start,
        run,
        stop,
        on_reopen,
    })
}

fn not_waiting_for_partner() -> RunRule {
    RunRule::Categories(vec![
        Category::New,
        Category::Open,
        Category::WaitingInternal,
        Category::WaitingThirdParty,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_metric_has_its_rule_and_others_have_none() {
        for metric in METRICS {
            assert_eq!(standard_spec(metric).unwrap().metric.as_str(), metric);
        }
        assert_eq!(standard_spec("mitigation"), None);
    }
}
