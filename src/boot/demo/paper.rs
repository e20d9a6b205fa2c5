//! Documents for the demonstration: one page, one sentence, a valid PDF.

/// A PDF of one page that says what it is.
pub fn pdf(line: &str) -> Vec<u8> {
    let text: String = line
        .chars()
        .filter(|one| one.is_ascii() && !matches!(one, '(' | ')' | '\\'))
        .collect();
    let drawn = format!("BT /F1 14 Tf 72 760 Td ({text}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{drawn}\nendstream", drawn.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut body = String::from("%PDF-1.4\n");
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (index, object) in objects.iter().enumerate() {
        let place = body.len();
        body += &format!("{} 0 obj\n{object}\nendobj\n", index + 1);
        table += &format!("{place:010} 00000 n \n");
    }
    let trailer = format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n",
        objects.len() + 1,
        body.len()
    );
    [body, table, trailer].concat().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_object_is_where_the_table_says() {
        let bytes = pdf("Extrait (sans valeur)");
        let text = String::from_utf8(bytes.clone()).unwrap();
        let table: usize = text
            .split("startxref\n")
            .nth(1)
            .unwrap()
            .lines()
            .next()
            .unwrap()
            .parse()
            .unwrap();
        assert!(text[table..].starts_with("xref"));
        for (index, line) in text[table..].lines().skip(3).take(5).enumerate() {
            let place: usize = line[..10].parse().unwrap();
            assert!(text[place..].starts_with(&format!("{} 0 obj", index + 1)));
        }
        assert_eq!(infer::get(&bytes).unwrap().mime_type(), "application/pdf");
    }
}
