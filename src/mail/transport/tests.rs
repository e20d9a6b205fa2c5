//! The two transports of development and tests.

use super::*;
use crate::mail::message::Composer;
use crate::mail::message::tests::notice;

fn mail() -> Mail {
    Composer::new("Guichet <desk@guichet.example.org>")
        .unwrap()
        .compose(&notice())
        .unwrap()
}

#[tokio::test]
async fn the_memory_transport_keeps_what_was_sent_in_order() {
    let captured = Captured::default();
    let transport = Transport::Memory(captured.clone());
    transport.send(&mail()).await.unwrap();
    transport.send(&mail()).await.unwrap();
    let kept = captured.list();
    assert_eq!(kept.len(), 2);
    assert_eq!(kept[0].to, "ines@arenes.example");
    assert!(kept[0].letter.subject.starts_with("[REQ-1042]"));
}

#[tokio::test]
async fn the_memory_transport_forgets_the_oldest() {
    let captured = Captured::default();
    for _ in 0..=KEPT_IN_MEMORY {
        captured.keep(&mail());
    }
    assert_eq!(captured.list().len(), KEPT_IN_MEMORY);
}

#[tokio::test]
async fn the_file_transport_writes_one_file_a_message_even_when_it_is_sent_twice() {
    let folder = tempfile::tempdir().unwrap();
    let transport = Transport::File(folder.path().join("mail"));
    transport.send(&mail()).await.unwrap();
    transport.send(&mail()).await.unwrap();
    let files: Vec<_> = std::fs::read_dir(folder.path().join("mail"))
        .unwrap()
        .collect();
    assert_eq!(files.len(), 1);
    let written = std::fs::read(files[0].as_ref().unwrap().path()).unwrap();
    assert_eq!(written, mail().bytes());
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_may_pass() {
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("mail");
    std::fs::write(&taken, "not a folder").unwrap();
    let error = Transport::File(taken).send(&mail()).await.unwrap_err();
    assert!(matches!(error, SendError::Temporary(_)), "{error}");
}
