//! One SMTP conversation (RFC 5321, with AUTH of RFC 4954), seen from the server's side.

use std::io::{self, ErrorKind};

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::super::mail::Mail;
use super::{Fault, State, Step};

/// Speaks with one client until it quits, hangs up or is cut off.
///
/// # Errors
/// When the connection breaks, or when a fault breaks it.
pub(super) async fn converse(stream: TcpStream, state: &State) -> io::Result<()> {
    let mut session = Session {
        stream: BufReader::new(stream),
        state,
        signed_in: state.login.is_none(),
        sender: None,
        recipients: Vec::new(),
    };
    session.run().await
}

struct Session<'a> {
    stream: BufReader<TcpStream>,
    state: &'a State,
    signed_in: bool,
    sender: Option<String>,
    recipients: Vec<String>,
}

impl Session<'_> {
    async fn run(&mut self) -> io::Result<()> {
        if self.may_pass(Step::Greeting).await? {
            self.say("220 guichet.test ready").await?;
        }
        loop {
            let line = self.hear().await?;
            self.state.heard(&line);
            let (verb, rest) = line.split_once(' ').unwrap_or((line.as_str(), ""));
            match verb.to_ascii_uppercase().as_str() {
                "EHLO" => self.extended_hello().await?,
                "HELO" => self.hello().await?,
                "AUTH" => self.authenticate(rest).await?,
                "MAIL" => self.take_sender(rest).await?,
                "RCPT" => self.take_recipient(rest).await?,
                "DATA" => self.take_content().await?,
                "RSET" => {
                    self.forget();
                    self.say("250 2.0.0 forgotten").await?;
                }
                "NOOP" => self.say("250 2.0.0 still here").await?,
                "QUIT" => return self.say("221 2.0.0 goodbye").await,
                _ => self.say("502 5.5.1 not spoken here").await?,
            }
        }
    }

    async fn extended_hello(&mut self) -> io::Result<()> {
        if !self.may_pass(Step::Hello).await? {
            return Ok(());
        }
        self.forget();
        let login = if self.state.login.is_some() {
            "250-AUTH PLAIN LOGIN\r\n"
        } else {
            ""
        };
        let answer = format!(
            "250-guichet.test\r\n{login}250-8BITMIME\r\n250-SMTPUTF8\r\n250-ENHANCEDSTATUSCODES\r\n\
             250 PIPELINING"
        );
        self.say(&answer).await
    }

    async fn hello(&mut self) -> io::Result<()> {
        if !self.may_pass(Step::Hello).await? {
            return Ok(());
        }
        self.forget();
        self.say("250 guichet.test").await
    }

    async fn authenticate(&mut self, arguments: &str) -> io::Result<()> {
        if !self.may_pass(Step::Login).await? {
            return Ok(());
        }
        let (mechanism, initial) = arguments.split_once(' ').unwrap_or((arguments, ""));
        let given = match mechanism.to_ascii_uppercase().as_str() {
            "PLAIN" => self.plain_credentials(initial).await?,
            "LOGIN" => self.login_credentials(initial).await?,
            _ => return self.say("504 5.5.4 unknown mechanism").await,
        };
        let expected = self.state.login.as_ref();
        self.signed_in =
            expected.is_some_and(|login| given == (login.user.clone(), login.password.clone()));
        if self.signed_in {
            self.say("235 2.7.0 welcome").await
        } else {
            self.say("535 5.7.8 wrong name or password").await
        }
    }

    async fn plain_credentials(&mut self, initial: &str) -> io::Result<(String, String)> {
        let answer = if initial.is_empty() {
            self.ask("").await?
        } else {
            decode(initial)
        };
        let mut parts = answer.split('\0').skip(1).map(str::to_owned);
        Ok((
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
        ))
    }

    async fn login_credentials(&mut self, initial: &str) -> io::Result<(String, String)> {
        let user = if initial.is_empty() {
            self.ask("Username:").await?
        } else {
            decode(initial)
        };
        let password = self.ask("Password:").await?;
        Ok((user, password))
    }

    async fn ask(&mut self, question: &str) -> io::Result<String> {
        self.say(&format!("334 {}", BASE64.encode(question)))
            .await?;
        Ok(decode(&self.hear().await?))
    }

    async fn take_sender(&mut self, arguments: &str) -> io::Result<()> {
        if !self.may_pass(Step::Sender).await? {
            return Ok(());
        }
        if !self.signed_in {
            return self.say("530 5.7.0 sign in first").await;
        }
        let Some(address) = address_after("FROM:", arguments) else {
            return self.say("501 5.5.4 no sender").await;
        };
        self.forget();
        self.sender = Some(address);
        self.say("250 2.1.0 sender noted").await
    }

    async fn take_recipient(&mut self, arguments: &str) -> io::Result<()> {
        if !self.may_pass(Step::Recipient).await? {
            return Ok(());
        }
        let Some(address) = address_after("TO:", arguments).filter(|_| self.sender.is_some())
        else {
            return self.say("503 5.5.1 a sender comes first").await;
        };
        if let Some(code) = self.state.refusal(&address) {
            let class = code / 100;
            return self
                .say(&format!("{code} {class}.1.1 not this recipient"))
                .await;
        }
        self.recipients.push(address);
        self.say("250 2.1.5 recipient noted").await
    }

    async fn take_content(&mut self) -> io::Result<()> {
        if !self.may_pass(Step::Data).await? {
            return Ok(());
        }
        let Some(sender) = self.sender.clone().filter(|_| !self.recipients.is_empty()) else {
            return self.say("503 5.5.1 a recipient comes first").await;
        };
        self.say("354 end with a dot").await?;
        let content = self.hear_content().await?;
        if !self.may_pass(Step::Content).await? {
            self.forget();
            return Ok(());
        }
        self.state.store(Mail::new(
            sender,
            std::mem::take(&mut self.recipients),
            content,
        ));
        self.forget();
        if self.may_pass(Step::Receipt).await? {
            self.say("250 2.0.0 accepted").await?;
        }
        Ok(())
    }

    /// Lets the fault of this step strike. False when the client has been refused; an error when
    /// the conversation is to end.
    async fn may_pass(&mut self, step: Step) -> io::Result<bool> {
        match self.state.fault(step) {
            None => Ok(true),
            Some(Fault::Refuse(code, text)) => {
                self.say(&format!("{code} {text}")).await?;
                Ok(false)
            }
            Some(Fault::Drop) => Err(ErrorKind::ConnectionAborted.into()),
            Some(Fault::Hang) => {
                let mut ignored = [0; 64];
                tokio::select! {
                    () = self.state.recovery() => {}
                    _ = self.stream.read(&mut ignored) => {}
                }
                Err(ErrorKind::TimedOut.into())
            }
        }
    }

    fn forget(&mut self) {
        self.sender = None;
        self.recipients.clear();
    }

    async fn say(&mut self, answer: &str) -> io::Result<()> {
        self.stream
            .write_all(format!("{answer}\r\n").as_bytes())
            .await?;
        self.stream.flush().await
    }

    async fn hear(&mut self) -> io::Result<String> {
        let line = self.hear_bytes().await?;
        Ok(String::from_utf8_lossy(&line).into_owned())
    }

    async fn hear_content(&mut self) -> io::Result<Vec<u8>> {
        let mut content = Vec::new();
        loop {
            let line = self.hear_bytes().await?;
            if line == b"." {
                return Ok(content);
            }
            // A dot that begins a line was doubled on the way.
            content.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
            content.extend_from_slice(b"\r\n");
        }
    }

    async fn hear_bytes(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        if self.stream.read_until(b'\n', &mut line).await? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        while line
            .last()
            .is_some_and(|byte| matches!(byte, b'\r' | b'\n'))
        {
            line.pop();
        }
        Ok(line)
    }
}

fn decode(answer: &str) -> String {
    let bytes = BASE64.decode(answer.trim()).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The address between angle brackets after `FROM:` or `TO:`; an empty one is an address too.
fn address_after(keyword: &str, arguments: &str) -> Option<String> {
    let given = arguments.get(..keyword.len())?;
    if !given.eq_ignore_ascii_case(keyword) {
        return None;
    }
    let (_, after) = arguments.split_once('<')?;
    let (address, _) = after.split_once('>')?;
    Some(address.to_owned())
}
