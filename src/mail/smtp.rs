//! Handing messages to an SMTP server over kept connections.
//!
//! The connections are kept here, not by the library's pool: that one takes back a connection whose
//! conversation was given up half-way, and the next message would read the last one's answers.

use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::time::Span;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{
    AsyncSmtpConnection, Certificate, TlsParameters, TlsParametersBuilder,
};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;
use secrecy::ExposeSecret;
use url::Url;

use crate::config::mail::MailSettings;
use crate::mail::clean::one_line;
use crate::mail::message::Mail;
use crate::mail::transport::{Accepted, SendError};

/// How many idle connections are kept.
const KEPT_CONNECTIONS: usize = 8;

/// An SMTP server and the idle connections to it.
pub struct Smtp {
    host: String,
    port: u16,
    encryption: Encryption,
    credentials: Option<Credentials>,
    hello: ClientId,
    patience: Duration,
    idle: Mutex<Vec<AsyncSmtpConnection>>,
}

/// The settings of the SMTP server cannot be used. The texts never show the password.
#[derive(Debug, thiserror::Error)]
pub enum SmtpSetupError {
    /// The address is not one of the accepted forms.
    #[error(
        "mail.smtp_url must look like smtps://user:password@host:465, smtp://user:password@host:587?tls=required or smtp://host:25: {0}"
    )]
    Address(String),
    /// A certificate cannot be read, or encryption cannot be set up.
    #[error("mail.smtp_ca or TLS cannot be used: {0}")]
    Tls(String),
    /// A password would travel in the clear.
    #[error("mail.smtp_url would send the password unencrypted: use smtps:// or add ?tls=required")]
    PasswordInTheClear,
}

/// When the conversation is encrypted.
enum Encryption {
    /// Never.
    Off,
    /// After STARTTLS when the server offers it.
    Offered(TlsParameters),
    /// After STARTTLS, or not at all.
    Required(TlsParameters),
    /// From the first byte.
    FromTheStart(TlsParameters),
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Smtp")
            .field("host", &self.host)
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}

impl Smtp {
    /// Reads the settings; the first connection is made by the first message.
    ///
    /// # Errors
    /// [`SmtpSetupError`] when the address or the certificates cannot be used.
    pub fn open(settings: &MailSettings) -> Result<Self, SmtpSetupError> {
        let wrong = |why: &str| SmtpSetupError::Address(why.to_owned());
        let url = Url::parse(settings.smtp_url.expose_secret())
            .map_err(|error| wrong(&error.to_string()))?;
        let host = url.host_str().ok_or_else(|| wrong("the host is missing"))?;
        let host = host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .to_owned();
        let wish = url
            .query_pairs()
            .find(|(name, _)| name == "tls")
            .map(|(_, value)| value);
        let tls = || tls_parameters(&host, &settings.smtp_ca);
        let (encryption, usual_port) = match (url.scheme(), wish.as_deref()) {
            ("smtps", None) => (Encryption::FromTheStart(tls()?), 465),
            ("smtp", Some("required")) => (Encryption::Required(tls()?), 587),
            ("smtp", Some("opportunistic")) => (Encryption::Offered(tls()?), 587),
            ("smtp", None) => (Encryption::Off, 25),
            ("smtp" | "smtps", Some(_)) => return Err(wrong("tls is required or opportunistic")),
            (_, _) => return Err(wrong("the scheme is smtp or smtps")),
        };
        let credentials = credentials(&url).map_err(|why| wrong(&why))?;
        if credentials.is_some() && matches!(encryption, Encryption::Off) && !is_this_machine(&host)
        {
            return Err(SmtpSetupError::PasswordInTheClear);
        }
        Ok(Self {
            port: url.port().unwrap_or(usual_port),
            host,
            encryption,
            credentials,
            hello: ClientId::default(),
            patience: Duration::from_secs(settings.timeout_secs.max(1)),
            idle: Mutex::new(Vec::new()),
        })
    }

    /// Hands one message over, or gives up after the settings' time. A conversation that ended badly
    /// or was given up takes its connection with it.
    ///
    /// # Errors
    /// [`SendError::Permanent`] when the server answered 5xx to this message; everything else may
    /// pass: no connection, refused sign-in, 4xx, silence.
    pub async fn send(&self, mail: &Mail) -> Result<Accepted, SendError> {
        tokio::time::timeout(self.patience, self.converse(mail))
            .await
            .unwrap_or_else(|_| {
                let secs = self.patience.as_secs();
                Err(SendError::Temporary(format!(
                    "the SMTP server did not answer within {secs} s"
                )))
            })
    }

    /// The longest that one message may take.
    pub fn patience(&self) -> Span {
        Span::millis(i64::try_from(self.patience.as_millis()).unwrap_or(i64::MAX))
    }

    /// Ends the idle connections politely.
    pub async fn close(&self) {
        while let Some(mut connection) = self.take_idle() {
            // The server may be gone already; either way the connection ends here.
            drop(tokio::time::timeout(Duration::from_secs(2), connection.quit()).await);
        }
    }

    async fn converse(&self, mail: &Mail) -> Result<Accepted, SendError> {
        let mut connection = self.connection().await?;
        let response = connection
            .send(mail.envelope(), &mail.bytes())
            .await
            .map_err(|error| {
                if error.is_permanent() || error.is_client() {
                    SendError::Permanent(told(&error))
                } else {
                    SendError::Temporary(told(&error))
                }
            })?;
        self.keep(connection);
        Ok(Accepted {
            reply: reply(&response),
        })
    }

    async fn connection(&self) -> Result<AsyncSmtpConnection, SendError> {
        while let Some(mut connection) = self.take_idle() {
            if connection.test_connected().await {
                return Ok(connection);
            }
        }
        // Whatever goes wrong before a message is named is no fault of the message.
        self.connect()
            .await
            .map_err(|error| SendError::Temporary(told(&error)))
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, SmtpError> {
        let from_the_start = match &self.encryption {
            Encryption::FromTheStart(tls) => Some(tls.clone()),
            Encryption::Off | Encryption::Offered(_) | Encryption::Required(_) => None,
        };
        let mut connection = AsyncSmtpConnection::connect_tokio1(
            (self.host.as_str(), self.port),
            Some(self.patience),
            &self.hello,
            from_the_start,
            None,
        )
        .await?;
        match &self.encryption {
            Encryption::Required(tls) => connection.starttls(tls.clone(), &self.hello).await?,
            Encryption::Offered(tls) if connection.can_starttls() || self.credentials.is_some() => {
                // With a password to protect, what is offered is required.
                connection.starttls(tls.clone(), &self.hello).await?;
            }
            Encryption::Off | Encryption::Offered(_) | Encryption::FromTheStart(_) => {}
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }

    fn take_idle(&self) -> Option<AsyncSmtpConnection> {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop()
    }

    fn keep(&self, connection: AsyncSmtpConnection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT_CONNECTIONS && !connection.has_broken() {
            idle.push(connection);
        }
    }
}

fn tls_parameters(host: &str, ca: &str) -> Result<TlsParameters, SmtpSetupError> {
    let wrong = |error: SmtpError| SmtpSetupError::Tls(told(&error));
    let mut builder: TlsParametersBuilder = TlsParameters::builder(host.to_owned());
    for pem in certificates(ca) {
        builder =
            builder.add_root_certificate(Certificate::from_pem(pem.as_bytes()).map_err(wrong)?);
    }
    builder.build_rustls().map_err(wrong)
}

/// Each certificate of a PEM text, because the library reads one at a time.
fn certificates(pem: &str) -> impl Iterator<Item = String> {
    const END: &str = "-----END CERTIFICATE-----";
    pem.split_inclusive(END)
        .filter(|block| block.contains(END))
        .map(|block| block.trim().to_owned())
}

fn credentials(url: &Url) -> Result<Option<Credentials>, String> {
    let Some(password) = url.password() else {
        return Ok(None);
    };
    let decode = |text: &str| {
        percent_decode(text)
            .ok_or_else(|| "user and password must be percent-encoded UTF-8".to_owned())
    };
    Ok(Some(Credentials::new(
        decode(url.username())?,
        decode(password)?,
    )))
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost"
        || host
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

fn reply(response: &Response) -> String {
    let lines: Vec<&str> = response.message().collect();
    one_line(&format!("{} {}", response.code(), lines.join(" ")))
}

/// The library's words, its cause included, on one line.
fn told(error: &SmtpError) -> String {
    one_line(&error.to_string())
}

#[cfg(test)]
mod tests;
