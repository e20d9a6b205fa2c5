//! Reading web and mail addresses.

use serde_json::Value;
use url::{Host, Url};

use super::definition::Answers;
use super::error::{ErrorCode, Param, Problem};
use super::facts::Facts;
use super::text_answers::counted;

/// Longest web address.
const URL_MAX: usize = 2_000;
/// Longest mail address (RFC 5321).
const EMAIL_MAX: usize = 254;

/// One public web address; `https://` is supplied when no scheme was typed.
pub(super) fn read_url(text: &str, hosts: &[String]) -> Result<Value, Problem> {
    public_url(text, hosts).map(Value::from)
}

/// Several web addresses, separated by lines or spaces, each once.
pub(super) fn read_urls(
    texts: &[String],
    min: usize,
    max: usize,
    hosts: &[String],
) -> Result<Value, Problem> {
    let mut urls: Vec<String> = Vec::new();
    for typed in texts.iter().flat_map(|text| text.split_whitespace()) {
        let typed = typed.trim_end_matches([',', ';']);
        if typed.is_empty() {
            continue;
        }
        let url = public_url(typed, hosts)?;
        if !urls.contains(&url) {
            urls.push(url);
        }
    }
    counted(urls, min, max)
}

/// One mail address; when a site is named, of that site's domain.
pub(super) fn read_email(
    text: &str,
    domain_of: Option<&str>,
    answers: &Answers,
) -> Result<Value, Problem> {
    let email = mail_address(text)?;
    let site = domain_of
        .and_then(|field| answers.get(field))
        .and_then(Value::as_str)
        .and_then(site_host);
    let Some(site) = site else {
        return Ok(Value::from(email));
    };
    let domain = email
        .rsplit_once('@')
        .map(|(_, domain)| domain)
        .unwrap_or_default();
    if is_within(domain, &site) || is_within(&site, domain) {
        return Ok(Value::from(email));
    }
    Err(Problem::new(ErrorCode::EmailDomain).with("domain", Param::Text(site)))
}

/// Addresses of contacts of the same organisation, each once.
pub(super) fn read_colleagues(
    texts: &[String],
    max: usize,
    facts: &Facts,
) -> Result<Value, Problem> {
    let mut emails: Vec<String> = Vec::new();
    for typed in texts
        .iter()
        .flat_map(|text| text.split(|one: char| one.is_whitespace() || matches!(one, ',' | ';')))
    {
        if typed.is_empty() {
            continue;
        }
        let email = mail_address(typed)?;
        if !facts.colleagues.contains(&email) {
            return Err(Problem::about(ErrorCode::NotAColleague, &email));
        }
        if !emails.contains(&email) {
            emails.push(email);
        }
    }
    counted(emails, 0, max)
}

fn public_url(text: &str, hosts: &[String]) -> Result<String, Problem> {
    let invalid = || Problem::about(ErrorCode::UrlInvalid, text);
    let whole = if text.contains("://") {
        text.to_owned()
    } else {
        format!("https://{text}")
    };
    if whole.len() > URL_MAX || whole.contains(char::is_whitespace) {
        return Err(invalid());
    }
    let url = Url::parse(&whole).map_err(|_| invalid())?;
    let web = matches!(url.scheme(), "http" | "https");
    let bare = url.username().is_empty() && url.password().is_none();
    let Some(Host::Domain(host)) = url.host() else {
        return Err(invalid());
    };
    if !web || !bare || !is_public_domain(host) {
        return Err(invalid());
    }
    let accepted = hosts.is_empty() || hosts.iter().any(|one| is_within(host, one));
    if !accepted {
        return Err(
            Problem::about(ErrorCode::HostRefused, host).with("hosts", Param::List(hosts.to_vec()))
        );
    }
    Ok(url.to_string())
}

fn mail_address(text: &str) -> Result<String, Problem> {
    let invalid = || Problem::about(ErrorCode::EmailInvalid, text);
    let bare = text
        .trim()
        .trim_start_matches("mailto:")
        .trim_matches(['<', '>'])
        .to_lowercase();
    let (local, domain) = bare.rsplit_once('@').ok_or_else(invalid)?;
    let local_is_good = !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~.-".contains(&byte));
    let Ok(Host::Domain(domain)) = Host::parse(domain) else {
        return Err(invalid());
    };
    let email = format!("{local}@{domain}");
    if !local_is_good || !is_public_domain(&domain) || email.len() > EMAIL_MAX {
        return Err(invalid());
    }
    Ok(email)
}

/// The host of a site without `www.`.
fn site_host(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    url.host_str()
        .map(|host| host.strip_prefix("www.").unwrap_or(host).to_owned())
}

/// Whether `host` is `domain` or below it.
fn is_within(host: &str, domain: &str) -> bool {
    host == domain
        || host
            .strip_suffix(domain)
            .is_some_and(|above| above.ends_with('.'))
}

/// At least two labels of letters, digits and dashes, and a last label that is no number.
fn is_public_domain(host: &str) -> bool {
    let labels: Vec<&str> = host.split('.').collect();
    let good = |label: &&str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    labels.len() >= 2
        && labels.iter().all(good)
        && labels.last().is_some_and(|last| {
            last.len() >= 2 && last.bytes().any(|byte| byte.is_ascii_alphabetic())
        })
}
