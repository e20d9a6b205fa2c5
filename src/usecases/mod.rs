//! What one can ask of Guichet: one verb per file, each loading, deciding and committing.
//!
//! What lives here: use-cases for people, timers and the command line alike, and their read models.
//! What does not: HTTP, HTML, SMTP, SQL. web, jobs, cli and boot call.

pub mod app;
pub mod assign_case;
pub mod book;
pub mod clock;
pub mod error;
pub mod extend_clock;
pub mod heartbeat;
pub mod limits;
pub mod links;
pub mod read;
pub mod reckon;
mod routing_facts;
pub mod viewer;

pub mod acknowledge;
pub mod add_files;
pub mod edit_definition;
pub mod end_absence;
pub mod files;
pub mod fire_timer;
pub mod follow_up;
pub mod form_facts;
pub mod gauges;
pub mod get_case;
pub mod idempotency;
pub mod list_absences;
pub mod list_cases;
pub mod list_history;
pub mod list_queue;
pub mod list_requests;
pub mod list_sla;
pub mod list_thread;
pub mod listen;
pub mod move_case;
pub mod my_requests;
pub mod next_level;
pub mod outbox;
pub mod partner_desk;
pub mod plan_absence;
pub mod policy_round;
pub mod post_message;
pub mod preferences;
pub mod sending;
pub mod sign_in;
pub mod sla_board;
pub mod speak_for;
pub mod submit_request;
pub mod sweep_files;
pub mod team_days;
