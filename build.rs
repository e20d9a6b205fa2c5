//! Has Cargo rebuild when a file is added to an embedded folder: the embedding macros alone notice
//! only changes to files they have already seen.

fn main() {
    for folder in ["src/i18n/fr", "src/i18n/en", "src/web/assets"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
