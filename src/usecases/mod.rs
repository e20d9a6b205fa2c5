//! What one can ask of Guichet: one verb per file, each loading, deciding and committing.
//!
//! What lives here: use-cases for people, timers and the command line alike, and their read models.
//! What does not: HTTP, HTML, SMTP, SQL. web, jobs, cli and boot call.

pub mod error;
pub mod clock;
pub mod links;
pub mod viewer;
pub mod heartbeat;
pub mod app;
pub mod read;

pub mod sign_in;
pub mod preferences;
pub mod partner_desk;
pub mod form_facts;
pub mod idempotency;
pub mod speak_for;
pub mod submit_request;
pub mod files;
pub mod add_files;
pub mod my_requests;
pub mod list_queue;
pub mod list_cases;
pub mod list_thread;
pub mod list_history;
pub mod get_case;
pub mod move_case;
pub mod post_message;
pub mod acknowledge;
pub mod fire_timer;
pub mod sla_board;
pub mod outbox;
pub mod gauges;
