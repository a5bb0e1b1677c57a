//! A plan as a file: read by people and programs, and by `deploy --apply`.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::deploy::entry::hex;
use crate::deploy::plan::{self, Plan};
use crate::deploy::summary::{Counts, Summary};
use crate::deploy::{Change, Class, Files};
use crate::diagnostic::Say;
use crate::digest::Digest;
use crate::say;

/// The version of the format.
const FORMAT: u32 = 1;

/// A plan, with all that is needed to tell whether it still is what there is to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PlanFile {
    pub format: u32,
    /// The target's name in site.yaml.
    pub target: String,
    /// The release that readers have now.
    pub base: Option<String>,
    pub release: String,
    pub created: Timestamp,
    /// Stands for all files of the release.
    #[serde(with = "hex")]
    pub digest: Digest,
    pub summary: Value,
    /// In the order in which they are done.
    pub steps: Vec<Step>,
    pub files: Files,
}

/// One thing that is done to one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Step {
    /// A copy is kept of what is there.
    Keep {
        path: String,
    },
    Write {
        path: String,
        class: Class,
        bytes: u64,
        change: Change,
    },
    /// It leaves the site, and is deleted when the grace time is over.
    Retire {
        path: String,
    },
    /// What an unfinished apply left.
    Delete {
        path: String,
    },
}

impl PlanFile {
    pub fn new(target: &str, plan: &Plan, summary: &Summary) -> PlanFile {
        let keep = plan.backups.iter().map(|(path, _)| Step::Keep { path: path.clone() });
        let write = plan.writes.iter().map(|write| Step::Write {
            path: write.path.clone(),
            class: write.entry.class,
            bytes: write.entry.size,
            change: if write.replaces { Change::Changed } else { Change::Added },
        });
        let leaving = plan.changes.iter().filter(|changed| changed.change == Change::Removed);
        let retire = leaving.map(|changed| Step::Retire { path: changed.path.clone() });
        let delete = plan.litter.iter().map(|path| Step::Delete { path: path.clone() });
        PlanFile {
            format: FORMAT,
            target: target.to_owned(),
            base: plan.base.clone(),
            release: plan.release.id.clone(),
            created: plan.release.created,
            digest: plan::digest(&plan.release.files),
            summary: summary_json(summary),
            steps: keep.chain(write).chain(retire).chain(delete).collect(),
            files: plan.release.files.clone(),
        }
    }

    /// Why this is not what would be done now; `None` when it is.
    pub fn fault(&self, target: &str, now: &PlanFile) -> Option<Say> {
        if self.format != FORMAT {
            let format = self.format;
            return Some(say!("格式 {format} 读不了", "its format {format} cannot be read"));
        }
        if self.target != target {
            let planned = &self.target;
            return Some(say!("它是给 `{planned}` 的", "it is for `{planned}`"));
        }
        if self.digest != now.digest {
            return Some(say!("网站又重新生成过，内容不同了", "the site was built again and is another one"));
        }
        // All that was planned is done already.
        if now.steps.is_empty() {
            return None;
        }
        if self.base != now.base || self.steps != now.steps {
            return Some(say!(
                "目标里的网站已经不是那时的了",
                "the target holds another release than it did then"
            ));
        }
        None
    }
}

/// The counts by record and class.
pub fn summary_json(summary: &Summary) -> Value {
    let counts = |counts: &Counts| json!({ "added": counts.added, "changed": counts.changed, "removed": counts.removed });
    let records = summary.records.iter().map(|(kind, all)| (kind.name().to_owned(), counts(all)));
    let classes = summary.classes.iter().map(|(class, all)| (class.name().to_owned(), counts(all)));
    json!({
        "records": records.collect::<serde_json::Map<_, _>>(),
        "files": classes.collect::<serde_json::Map<_, _>>(),
    })
}
