//! The default theme is compiled into the binary: build again when a file of it changes.
fn main() {
    println!("cargo::rerun-if-changed=themes/default");
}
