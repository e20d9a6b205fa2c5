//! The forms of a page, read as a browser reads them: what is already filled in, what is ticked,
//! and the hidden fields that the server wants back.

use reqwest::{Method, Url};

/// One form, to be filled in and sent.
#[derive(Debug, Clone)]
pub struct Form {
    action: Url,
    method: Method,
    fields: Vec<(String, String)>,
    known: Vec<String>,
    buttons: Vec<(String, String)>,
    files: Vec<File>,
}

/// A file that goes with a form.
#[derive(Debug, Clone)]
pub struct File {
    /// The name of the field it answers.
    pub field: String,
    /// The name it has on the sender's machine.
    pub name: String,
    /// What the sender says it is.
    pub media_type: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

impl Form {
    /// Every form of a page, in order. `page` is the page's own address.
    pub fn all(page: &Url, html: &str) -> Vec<Self> {
        let mut forms: Vec<Self> = Vec::new();
        let mut is_inside = false;
        let mut select = None;
        let mut rest = html;
        while let Some(tag) = Tag::next(&mut rest) {
            match tag.name.as_str() {
                "form" => {
                    forms.push(Self::empty(page, &tag));
                    is_inside = true;
                }
                "/form" => is_inside = false,
                "select" => select = Some(Select::new(&tag)),
                "option" => {
                    if let Some(select) = &mut select {
                        select.offer(&tag, rest);
                    }
                }
                "/select" => {
                    let owner = forms.last_mut().filter(|_| is_inside);
                    if let (Some(form), Some(select)) = (owner, select.take()) {
                        form.take_select(select);
                    }
                }
                "input" | "textarea" | "button" => {
                    if let Some(form) = forms.last_mut().filter(|_| is_inside) {
                        form.take_control(&tag, rest);
                    }
                }
                _ => {}
            }
        }
        forms
    }

    /// Where the form goes.
    pub fn action(&self) -> &Url {
        &self.action
    }

    /// How it goes: GET or POST.
    pub fn method(&self) -> Method {
        self.method.clone()
    }

    /// What would be sent now, in order.
    pub fn fields(&self) -> &[(String, String)] {
        &self.fields
    }

    /// The files that would be sent now.
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// What a field holds now. None when nothing would be sent under this name.
    pub fn value(&self, name: &str) -> Option<&str> {
        let field = self.fields.iter().find(|(found, _)| found == name);
        field.map(|(_, value)| value.as_str())
    }

    /// Fills in a field, or chooses a radio button or an option. The form must have the field.
    pub fn fill(mut self, name: &str, value: &str) -> Self {
        self.must_know(name);
        self.fields.retain(|(found, _)| found != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Ticks one more box of a name that several boxes share.
    pub fn tick(mut self, name: &str, value: &str) -> Self {
        self.must_know(name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Leaves a field out, as a client would that does not know it.
    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(found, _)| found != name);
        self
    }

    /// Adds a field that the page does not offer: what an attacker sends.
    pub fn forge(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Presses the button with this name and value; both are sent with the form.
    pub fn press(mut self, name: &str, value: &str) -> Self {
        let button = (name.to_owned(), value.to_owned());
        assert!(
            self.buttons.contains(&button),
            "no button {button:?} in {:?}",
            self.buttons
        );
        self.fields.push(button);
        self
    }

    /// Adds a file to a field of the form.
    pub fn attach(mut self, file: File) -> Self {
        self.must_know(&file.field);
        self.files.push(file);
        self
    }

    fn empty(page: &Url, tag: &Tag) -> Self {
        let action = page.join(&tag.attribute("action").unwrap_or_default());
        let is_post = tag
            .attribute("method")
            .is_some_and(|way| way.eq_ignore_ascii_case("post"));
        Self {
            action: action.expect("a form's address"),
            method: if is_post { Method::POST } else { Method::GET },
            fields: Vec::new(),
            known: Vec::new(),
            buttons: Vec::new(),
            files: Vec::new(),
        }
    }

    fn must_know(&self, name: &str) {
        let is_known = self.known.iter().any(|known| known == name);
        assert!(
            is_known,
            "the form has no field {name}, only {:?}",
            self.known
        );
    }

    fn take_control(&mut self, tag: &Tag, after: &str) {
        let Some(name) = tag
            .attribute("name")
            .filter(|_| tag.attribute("disabled").is_none())
        else {
            return;
        };
        if tag.name == "textarea" {
            let (content, _) = after.split_once("</textarea").unwrap_or((after, ""));
            // A browser drops the line break right after the opening tag.
            let content = content.strip_prefix('\n').unwrap_or(content);
            return self.take(name, unescape(content));
        }

        let kind = tag
            .attribute("type")
            .unwrap_or_default()
            .to_ascii_lowercase();
        match (tag.name.as_str(), kind.as_str()) {
            ("button", "button" | "reset") => {}
            ("button", _) | (_, "submit" | "image") => {
                self.buttons
                    .push((name, tag.attribute("value").unwrap_or_default()));
            }
            (_, "file") => self.known.push(name),
            (_, "checkbox" | "radio") if tag.attribute("checked").is_none() => {
                self.known.push(name);
            }
            (_, "checkbox" | "radio") => {
                self.take(
                    name,
                    tag.attribute("value").unwrap_or_else(|| "on".to_owned()),
                );
            }
            _ => self.take(name, tag.attribute("value").unwrap_or_default()),
        }
    }

    fn take_select(&mut self, select: Select) {
        let value = select.chosen.or(select.first).unwrap_or_default();
        self.take(select.name, value);
    }

    fn take(&mut self, name: String, value: String) {
        self.known.push(name.clone());
        self.fields.push((name, value));
    }
}

struct Select {
    name: String,
    first: Option<String>,
    chosen: Option<String>,
}

impl Select {
    fn new(tag: &Tag) -> Self {
        Self {
            name: tag.attribute("name").unwrap_or_default(),
            first: None,
            chosen: None,
        }
    }

    fn offer(&mut self, tag: &Tag, after: &str) {
        let label = after.split('<').next().unwrap_or_default();
        let value = tag
            .attribute("value")
            .unwrap_or_else(|| unescape(label.trim()));
        if tag.attribute("selected").is_some() {
            self.chosen = Some(value);
        } else if self.first.is_none() {
            self.first = Some(value);
        }
    }
}

/// A tag and its attributes; a closing tag's name begins with `/`.
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The next tag of the text, which is left just behind it.
    fn next(rest: &mut &str) -> Option<Self> {
        loop {
            let (_, after) = rest.split_once('<')?;
            if let Some(comment) = after.strip_prefix("!--") {
                *rest = comment.split_once("-->").map_or("", |(_, after)| after);
                continue;
            }
            let end = after.find(|letter: char| letter.is_whitespace() || letter == '>')?;
            let (name, mut inside) = after.split_at(end);
            let mut attributes = Vec::new();
            while let Some(attribute) = next_attribute(&mut inside) {
                attributes.push(attribute);
            }
            *rest = inside;
            return Some(Self {
                name: name.to_ascii_lowercase(),
                attributes,
            });
        }
    }

    fn attribute(&self, name: &str) -> Option<String> {
        let found = self.attributes.iter().find(|(found, _)| found == name);
        found.map(|(_, value)| value.clone())
    }
}

/// One attribute of a tag. None at the tag's end, which is then consumed.
fn next_attribute(inside: &mut &str) -> Option<(String, String)> {
    let is_between = |letter: char| letter.is_whitespace() || letter == '/';
    let text = inside.trim_start_matches(is_between);
    if let Some(after) = text.strip_prefix('>') {
        *inside = after;
        return None;
    }
    let end = text.find(|letter: char| is_between(letter) || matches!(letter, '=' | '>'))?;
    let (name, after) = text.split_at(end);
    let Some(value) = after.trim_start().strip_prefix('=').map(str::trim_start) else {
        *inside = after;
        return Some((name.to_ascii_lowercase(), String::new()));
    };
    let (value, after) = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value.get(1..)?.split_once(quote)?,
        _ => value.split_at(value.find(|letter: char| letter.is_whitespace() || letter == '>')?),
    };
    *inside = after;
    Some((name.to_ascii_lowercase(), unescape(value)))
}

/// Resolves the entities that templates write, named and numbered.
pub(super) fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let known = after
            .split_once(';')
            .and_then(|(name, tail)| Some((entity(name)?, tail)));
        let (letter, tail) = known.unwrap_or(('&', after));
        plain.push(letter);
        rest = tail;
    }
    plain.push_str(rest);
    plain
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests;
