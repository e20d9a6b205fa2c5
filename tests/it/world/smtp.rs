//! A mail server for the tests: it holds real SMTP conversations on a port of its own, keeps what
//! it accepts, and fails in every way a server can when a test asks it to.

use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::mail::Mail;

/// How long a test waits for a mail before it fails. Generous: it is only ever reached by a bug.
const PATIENCE: Duration = Duration::from_secs(30);

/// The point of a conversation where a fault strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The first line, before the client has said anything.
    Greeting,
    /// `EHLO` or `HELO`.
    Hello,
    /// `AUTH`.
    Login,
    /// `MAIL FROM`.
    Sender,
    /// `RCPT TO`.
    Recipient,
    /// `DATA`, before the content.
    Data,
    /// The whole content has arrived and is not stored yet.
    Content,
    /// The message is stored and not acknowledged yet: a fault here loses the answer only.
    Receipt,
}

/// What the server does instead of saying yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Answers with this code (4xx for "later", 5xx for "never") and text.
    Refuse(u16, String),
    /// Says nothing any more, until the client gives up or the server recovers.
    Hang,
    /// Closes the connection without a word.
    Drop,
}

/// A running mail server; dropping it closes its port and its conversations.
pub struct SmtpServer {
    address: SocketAddr,
    login: Option<Login>,
    state: Arc<State>,
    accepting: JoinHandle<()>,
}

/// The one account that a server with sign-in knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// The account's name.
    pub user: String,
    /// Its password.
    pub password: String,
}

impl SmtpServer {
    /// A server that takes mail from anybody.
    pub async fn start() -> Self {
        Self::listen(None).await
    }

    /// A server that takes mail only after `AUTH PLAIN` or `AUTH LOGIN` with this account.
    pub async fn start_with_login(user: &str, password: &str) -> Self {
        let (user, password) = (user.to_owned(), password.to_owned());
        Self::listen(Some(Login { user, password })).await
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the server stands for another machine, so it runs beside the test"
    )]
    async fn listen(login: Option<Login>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("the port's address");
        let state = Arc::new(State::new(login.clone()));
        let accepting = tokio::spawn(accept(listener, Arc::clone(&state)));
        Self {
            address,
            login,
            state,
            accepting,
        }
    }

    /// What goes into `mail.smtp_url`, with the account when there is one.
    pub fn url(&self) -> String {
        match &self.login {
            Some(login) => format!("smtp://{}:{}@{}", login.user, login.password, self.address),
            None => format!("smtp://{}", self.address),
        }
    }

    /// Makes the next pass of this step fail, once. Several faults of one step strike in turn.
    pub fn fail_next(&self, step: Step, fault: Fault) {
        self.state
            .book()
            .once
            .entry(step)
            .or_default()
            .push_back(fault);
    }

    /// Makes every pass of this step fail until `recover`.
    pub fn fail_always(&self, step: Step, fault: Fault) {
        self.state.book().always.insert(step, fault);
    }

    /// Refuses one recipient's address with this code until `recover`; others are accepted.
    pub fn refuse_recipient(&self, address: &str, code: u16) {
        self.state
            .book()
            .refused
            .insert(address.to_lowercase(), code);
    }

    /// Forgets every fault and lets hanging conversations end.
    pub fn recover(&self) {
        self.state.book().forget_faults();
        self.state.recovered.notify_waiters();
    }

    /// Everything accepted so far, in order of arrival.
    pub fn mails(&self) -> Vec<Mail> {
        self.state.book().mails.clone()
    }

    /// What was accepted for one address so far, in order of arrival.
    pub fn inbox(&self, address: &str) -> Vec<Mail> {
        let mut mails = self.mails();
        mails.retain(|mail| mail.is_for(address));
        mails
    }

    /// Waits until `count` mails in all have been accepted, and gives them.
    pub async fn wait_for(&self, count: usize) -> Vec<Mail> {
        let what = format!("{count} mails");
        self.wait_until(&what, || {
            Some(self.mails()).filter(|mails| mails.len() >= count)
        })
        .await
    }

    /// Waits until `count` mails have been accepted for one address, and gives them.
    pub async fn wait_for_inbox(&self, address: &str, count: usize) -> Vec<Mail> {
        let what = format!("{count} mails for {address}");
        self.wait_until(&what, || {
            Some(self.inbox(address)).filter(|mails| mails.len() >= count)
        })
        .await
    }

    /// Waits until this many conversations have begun since the start, to see a client try again.
    pub async fn wait_for_connections(&self, count: usize) -> usize {
        let what = format!("{count} connections");
        self.wait_until(&what, || {
            Some(self.connections()).filter(|begun| *begun >= count)
        })
        .await
    }

    /// How many conversations have begun since the start.
    pub fn connections(&self) -> usize {
        self.state.book().connections
    }

    /// Every command line received, in order: what a pool sends, and whether it resets.
    pub fn commands(&self) -> Vec<String> {
        self.state.book().commands.clone()
    }

    async fn wait_until<T>(&self, what: &str, found: impl Fn() -> Option<T>) -> T {
        let search = async {
            loop {
                let mut change = std::pin::pin!(self.state.changed.notified());
                // Listening begins before looking, so that nothing slips in between.
                change.as_mut().enable();
                if let Some(found) = found() {
                    return found;
                }
                change.await;
            }
        };
        let Ok(found) = tokio::time::timeout(PATIENCE, search).await else {
            let subjects: Vec<_> = self.mails().iter().map(Mail::summary).collect();
            panic!("no {what} within {PATIENCE:?}; accepted so far: {subjects:#?}");
        };
        found
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.accepting.abort();
        self.state.closed.notify_waiters();
    }
}

/// What the conversations of one server share.
struct State {
    login: Option<Login>,
    book: Mutex<Book>,
    changed: Notify,
    recovered: Notify,
    closed: Notify,
}

#[derive(Default)]
struct Book {
    mails: Vec<Mail>,
    commands: Vec<String>,
    connections: usize,
    once: BTreeMap<Step, VecDeque<Fault>>,
    always: BTreeMap<Step, Fault>,
    refused: BTreeMap<String, u16>,
}

impl Book {
    fn forget_faults(&mut self) {
        self.once.clear();
        self.always.clear();
        self.refused.clear();
    }
}

impl State {
    fn new(login: Option<Login>) -> Self {
        Self {
            login,
            book: Mutex::default(),
            changed: Notify::new(),
            recovered: Notify::new(),
            closed: Notify::new(),
        }
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book
            .lock()
            .expect("no conversation panics while it holds the book")
    }

    /// The fault that strikes this step now, if one does.
    fn fault(&self, step: Step) -> Option<Fault> {
        let mut book = self.book();
        let once = book.once.get_mut(&step).and_then(VecDeque::pop_front);
        once.or_else(|| book.always.get(&step).cloned())
    }

    /// The code with which this recipient is refused, if it is.
    fn refusal(&self, recipient: &str) -> Option<u16> {
        self.book().refused.get(&recipient.to_lowercase()).copied()
    }

    fn heard(&self, command: &str) {
        self.book().commands.push(command.to_owned());
    }

    fn store(&self, mail: Mail) {
        self.book().mails.push(mail);
        self.changed.notify_waiters();
    }

    /// Waits for `recover`: how a hanging conversation spends its time.
    async fn recovery(&self) {
        self.recovered.notified().await;
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "each conversation of the stand-in for another machine is a task of its own"
)]
async fn accept(listener: TcpListener, state: Arc<State>) {
    while let Ok((stream, _)) = listener.accept().await {
        state.book().connections += 1;
        state.changed.notify_waiters();
        let state = Arc::clone(&state);
        tokio::spawn(async move {
            tokio::select! {
                // An error here is the client's hanging up: there is nobody left to tell.
                _ = session::converse(stream, &state) => {}
                () = state.closed.notified() => {}
            }
        });
    }
}

mod session;

#[cfg(test)]
mod tests;
