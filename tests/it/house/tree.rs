//! The files of the repository that are written by hand.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::rust;

/// One text file.
#[derive(Debug, Clone)]
pub struct File {
    /// From the root of the repository, with `/` between folders.
    pub path: String,
    /// Its content.
    pub text: String,
}

/// A set of files, in order of their paths.
#[derive(Debug, Clone)]
pub struct Tree {
    files: Vec<File>,
    test_only: BTreeSet<String>,
}

impl Tree {
    /// The repository as it lies on the disk: no build output, no data, nothing hidden but the
    /// continuous integration and the settings of tools.
    pub fn of_repository() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut files = Vec::new();
        let mut folders = vec![PathBuf::new()];
        while let Some(folder) = folders.pop() {
            for entry in root.join(&folder).read_dir().expect("a readable folder") {
                let entry = entry.expect("a readable entry");
                let name = entry.file_name().to_string_lossy().into_owned();
                let path = folder.join(&name);
                if entry.file_type().expect("a kind of file").is_dir() {
                    if !is_left_out(&name) {
                        folders.push(path);
                    }
                } else if name == ".git" {
                    // A linked worktree says here where its repository is.
                } else if let Ok(text) = std::fs::read_to_string(root.join(&path)) {
                    let path = path.to_string_lossy().into_owned();
                    files.push(File { path, text });
                }
            }
        }
        let tree = Self::new(files);
        for landmark in ["Cargo.toml", "src/lib.rs", "tests/it/main.rs"] {
            assert!(
                tree.file(landmark).is_some(),
                "{landmark} is not where the repository is"
            );
        }
        tree
    }

    /// A small tree for a test: pairs of a path and a content.
    #[cfg(test)]
    pub fn sample(files: &[(&str, &str)]) -> Self {
        let file = |&(path, text): &(&str, &str)| File {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        Self::new(files.iter().map(file).collect())
    }

    fn new(mut files: Vec<File>) -> Self {
        files.sort_by(|one, other| one.path.cmp(&other.path));
        let test_only = test_only(&files);
        Self { files, test_only }
    }

    /// Every file.
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// The one file at this path.
    pub fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// The files under a folder whose names end so. The folder ends with `/`.
    pub fn under(&self, folder: &str, ending: &str) -> impl Iterator<Item = &File> {
        let (folder, ending) = (folder.to_owned(), ending.to_owned());
        self.files
            .iter()
            .filter(move |file| file.path.starts_with(&folder) && file.path.ends_with(&ending))
    }

    /// The Rust files of the program itself: its source, its rows, its migrations, without those
    /// that only tests compile.
    pub fn product(&self) -> impl Iterator<Item = &File> {
        let folders = ["src/", "entity/src/", "migration/src/"];
        let files = folders
            .into_iter()
            .flat_map(|folder| self.under(folder, ".rs"));
        files.filter(|file| !self.test_only.contains(&file.path))
    }
}

fn is_left_out(folder: &str) -> bool {
    let is_hidden = folder.starts_with('.') && ![".ci", ".config", ".cargo"].contains(&folder);
    is_hidden || ["target", "data"].contains(&folder)
}

/// The files that a `#[cfg(test)] mod …;` declares, and all beneath them.
fn test_only(files: &[File]) -> BTreeSet<String> {
    let mut roots = Vec::new();
    for file in files {
        let Some(stem) = file.path.strip_suffix(".rs") else {
            continue;
        };
        let (folder, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
        let home = match name {
            "mod.rs" | "lib.rs" | "main.rs" => folder.to_owned(),
            _ => stem.to_owned(),
        };
        let modules = rust::test_modules(&rust::code(&file.text));
        roots.extend(modules.into_iter().map(|module| format!("{home}/{module}")));
    }
    let is_test_only = |path: &str| {
        roots.iter().any(|root| {
            path.strip_prefix(root)
                .is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
        })
    };
    files
        .iter()
        .map(|file| file.path.clone())
        .filter(|path| is_test_only(path))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Tree;

    #[test]
    fn files_that_only_tests_compile_are_no_product() {
        let tree = Tree::sample(&[
            ("src/lib.rs", "mod store;"),
            ("src/store/mod.rs", "pub mod a;\n#[cfg(test)]\nmod testing;"),
            ("src/store/a.rs", "#[cfg(test)]\nmod tests;"),
            ("src/store/a/tests.rs", ""),
            ("src/store/testing.rs", ""),
        ]);
        let product: Vec<_> = tree.product().map(|file| file.path.as_str()).collect();
        assert_eq!(
            product,
            ["src/lib.rs", "src/store/a.rs", "src/store/mod.rs"]
        );
    }
}
