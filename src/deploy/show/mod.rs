//! A plan and its changes for people, for merge requests and for programs. Nothing here decides anything.

mod human;
mod markdown;
mod plan_file;

pub use human::{changes, lines, size, totals};
pub use markdown::{Heading, markdown};
pub use plan_file::{PlanFile, Step, summary_json};

use super::Class;
use crate::diagnostic::Say;
use crate::kind::Kind;
use crate::say;
use crate::schema::site::KINDS;

/// What editors call the records of a kind.
fn kind_label(kind: Kind) -> Say {
    let named = KINDS.iter().find(|choice| choice.value == kind.name());
    named.map_or_else(
        || say!("记录", "records"),
        |choice| Say { zh: choice.label.zh.to_owned(), en: choice.label.en.to_owned() },
    )
}

/// What a class of files is called.
fn class_label(class: Class) -> Say {
    match class {
        Class::Fingerprinted => say!("样式和脚本", "styles and scripts"),
        Class::Media => say!("图片和附件", "pictures and documents"),
        Class::Data => say!("数据", "data"),
        Class::Page => say!("页面", "pages"),
        Class::Feed => say!("订阅源和站点地图", "feeds and sitemap"),
    }
}
