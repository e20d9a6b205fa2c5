//! The load: a small HTTP/1.1 client that keeps its connection, and clients that ask one after another.

use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

/// One connection.
pub struct Client {
    stream: BufReader<TcpStream>,
    head: String,
}

/// What came back.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The cookie that was set, as `name=value`.
    pub cookie: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

/// What is asked.
#[derive(Clone, Debug)]
pub enum Ask {
    /// A page or a document.
    Get(String),
    /// A new case, each with a title of its own.
    Create,
    /// A form.
    Form(String, String),
}

/// How long answers took.
#[derive(Clone, Debug)]
pub struct Times {
    /// All of them, shortest first.
    sorted: Vec<Duration>,
    /// From the first question to the last answer.
    pub whole: Duration,
}

impl Times {
    /// Half took no longer.
    pub fn median(&self) -> Duration {
        self.part(50)
    }

    /// Ninety-nine of a hundred took no longer.
    pub fn p99(&self) -> Duration {
        self.part(99)
    }

    /// Answers a second.
    pub fn rate(&self) -> f64 {
        f64::from(u32::try_from(self.sorted.len()).unwrap_or(u32::MAX)) / self.whole.as_secs_f64()
    }

    /// How many.
    pub fn many(&self) -> f64 {
        f64::from(u32::try_from(self.sorted.len()).unwrap_or(u32::MAX))
    }

    fn part(&self, percent: usize) -> Duration {
        let place = self.sorted.len() * percent / 100;
        self.sorted
            .get(place.min(self.sorted.len().saturating_sub(1)))
            .copied()
            .unwrap_or_default()
    }
}

impl Client {
    /// Connects; `header` goes with every question, such as `Cookie: …`.
    ///
    /// # Errors
    /// When nobody listens.
    pub async fn connect(port: u16, header: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        let host = format!("127.0.0.1:{port}");
        let mut head = format!("Host: {host}\r\nOrigin: http://{host}\r\nAccept: */*\r\n");
        if !header.is_empty() {
            head.push_str(header);
            head.push_str("\r\n");
        }
        Ok(Self {
            stream: BufReader::with_capacity(64 * 1024, stream),
            head,
        })
    }

    /// Asks once; `n` tells questions apart.
    ///
    /// # Errors
    /// When the connection ends or the answer cannot be read.
    pub async fn ask(&mut self, ask: &Ask, n: usize) -> anyhow::Result<Answer> {
        let head = &self.head;
        let text = match ask {
            Ask::Get(path) => format!("GET {path} HTTP/1.1\r\n{head}\r\n"),
            Ask::Create => posted("/api/v1/cases", head, "application/json", &case(n)),
            Ask::Form(path, body) => posted(path, head, "application/x-www-form-urlencoded", body),
        };
        self.stream.get_mut().write_all(text.as_bytes()).await?;
        self.answer().await
    }

    async fn answer(&mut self) -> anyhow::Result<Answer> {
        let mut line = String::new();
        self.stream.read_line(&mut line).await?;
        let status = line.split(' ').nth(1).context("no status")?.parse()?;
        let (mut length, mut chunked, mut cookie) = (None, false, None);
        loop {
            line.clear();
            ensure!(
                self.stream.read_line(&mut line).await? > 0,
                "the connection ended"
            );
            let Some((name, value)) = line.trim_end().split_once(':') else {
                break;
            };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = Some(value.trim().parse()?),
                "transfer-encoding" => chunked = true,
                "set-cookie" => cookie = value.trim().split(';').next().map(str::to_owned),
                _ => {}
            }
        }
        let body = match length {
            Some(length) => self.bytes(length).await?,
            None if chunked => self.chunks().await?,
            None => Vec::new(),
        };
        Ok(Answer {
            status,
            cookie,
            body,
        })
    }

    async fn chunks(&mut self) -> anyhow::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).await?;
            let length = usize::from_str_radix(line.trim(), 16)?;
            let chunk = self.bytes(length + 2).await?;
            if length == 0 {
                return Ok(body);
            }
            body.extend(chunk.into_iter().take(length));
        }
    }

    async fn bytes(&mut self, length: usize) -> anyhow::Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        self.stream.read_exact(&mut bytes).await?;
        Ok(bytes)
    }
}

/// Lets so many clients ask so often each, at once; every answer must have the status `wanted`.
///
/// # Errors
/// At the first answer of another status, with its body.
pub async fn load(
    port: u16,
    header: &str,
    ask: &Ask,
    (clients, each): (usize, usize),
    wanted: u16,
) -> anyhow::Result<Times> {
    let began = Instant::now();
    let all = (0..clients).map(|number| async move {
        let mut client = Client::connect(port, header).await?;
        let mut times = Vec::with_capacity(each);
        for n in 0..each {
            let asked = Instant::now();
            let answer = client.ask(ask, number * each + n).await?;
            times.push(asked.elapsed());
            if answer.status != wanted {
                let body = String::from_utf8_lossy(&answer.body).into_owned();
                bail!(
                    "{ask:?} gave {} instead of {wanted}: {body:.400}",
                    answer.status
                );
            }
        }
        anyhow::Ok(times)
    });
    let mut sorted: Vec<Duration> = futures_util::future::try_join_all(all)
        .await?
        .into_iter()
        .flatten()
        .collect();
    let whole = began.elapsed();
    sorted.sort_unstable();
    Ok(Times { sorted, whole })
}

fn posted(path: &str, head: &str, kind: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\n{head}Content-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{body}"
    )
}

fn case(n: usize) -> String {
    serde_json::json!({
        "request_type": "content_reco",
        "answers": {
            "title": format!("Formats verticaux pour les résumés, mesure {n}"),
            "handles": ["exemple.sport"], "language": "fr", "impact": "1", "urgency": "1",
            "goal": "reach",
        }
    })
    .to_string()
}
