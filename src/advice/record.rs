//! Front matter that is valid and still cannot be right: reviews, sources, the order of dates, pictures
//! without words.

use super::Scene;
use crate::diagnostic::{Diagnostic, Located, SitePath, rules};
use crate::document::Document;
use crate::document::record::{Detail, Moment, News, Partner, Picture, Record};
use crate::kind::Kind;
use crate::say;
use crate::site::{DocId, Entry};

pub(super) fn advice(scene: &Scene, id: DocId) -> Vec<Diagnostic> {
    let document = scene.site.document(id);
    let Some(entry) = scene.site.find(&document.name.key).map(|id| &scene.site[id]) else {
        return Vec::new();
    };
    let Document { file, record, .. } = document;
    let mut found = Vec::new();
    match &record.detail {
        Detail::News(news) if entry.original == id => {
            found.extend(source(file, news));
            if entry.published {
                found.extend(review(file, record, news));
            }
        }
        Detail::Partner(partner) => found.extend(membership(file, partner)),
        Detail::Signing(signing) => {
            let silent = signing.photos.iter().filter(|photo| photo.alt.is_none() && photo.caption.is_none());
            found.extend(silent.map(|photo| without_words(file, photo, "照片", "the photo")));
        }
        Detail::News(_) | Detail::Page(_) => {}
    }
    if let Some(cover) = record.cover.as_ref().filter(|cover| cover.alt.is_none()) {
        found.push(without_words(file, cover, "封面", "the cover"));
    }
    found.extend(publication(file, record));
    found.extend(update(file, record, entry));
    if entry.original == id {
        found.extend(future(scene, file, record, entry));
    }
    found
}

fn source(file: &SitePath, news: &News) -> Option<Diagnostic> {
    let title = news.original_title.as_ref().filter(|_| news.source.is_none())?;
    Some(
        Diagnostic::new(
            &rules::MISSING_SOURCE,
            say!(
                "写了原题（original_title），没有写来源（source）",
                "there is an `original_title`, but no `source`"
            ),
        )
        .at(file, title.span.clone())
        .help(say!(
            "转载的文章加上 `source: {{name: 媒体名, url: 网址}}`；不是转载就删去原题",
            "add `source: {{name: …, url: …}}` to a reprint; delete the original title if it is none"
        )),
    )
}

fn review(file: &SitePath, record: &Record, news: &News) -> Option<Diagnostic> {
    let review = &news.review;
    let steps = [
        (&review.first, "一审（first）", "first"),
        (&review.second, "二审（second）", "second"),
        (&review.r#final, "终审（final）", "final"),
    ];
    let missing: Vec<_> = steps.into_iter().filter(|(name, ..)| name.is_none()).collect();
    if missing.is_empty() {
        return None;
    }
    let zh = missing.iter().map(|(_, zh, _)| *zh).collect::<Vec<_>>().join("、");
    let en = missing.iter().map(|(.., en)| format!("`{en}`")).collect::<Vec<_>>().join(", ");
    Some(
        Diagnostic::new(
            &rules::MISSING_REVIEW,
            say!("三审不全，缺少{zh}", "the record of the three reviews lacks {en}"),
        )
        .at(file, record.span.start..record.span.start)
        .help(say!(
            "加上 `review: {{first: 姓名, second: 姓名, final: 姓名}}`",
            "add `review: {{first: …, second: …, final: …}}`"
        )),
    )
}

fn membership(file: &SitePath, partner: &Partner) -> Option<Diagnostic> {
    let (joined, left) = (partner.joined.as_ref()?, partner.left.as_ref()?);
    (left.value.date() < joined.value.date()).then(|| {
        order(file, left, "退出日期（left）早于加入日期（joined）", "`left` is before `joined`").related(
            file,
            Some(joined.span.clone()),
            say!("加入日期", "when it joined"),
        )
    })
}

fn publication(file: &SitePath, record: &Record) -> Option<Diagnostic> {
    let (start, end) = (record.publish_at.as_ref()?, record.expires_at.as_ref()?);
    (end.value.at <= start.value.at).then(|| {
        order(
            file,
            end,
            "到期时间（expires_at）不晚于发布时间（publish_at），这条记录永远不会发布",
            "`expires_at` is not after `publish_at`: this is never published",
        )
        .related(file, Some(start.span.clone()), say!("发布时间", "when it is published"))
    })
}

fn update(file: &SitePath, record: &Record, entry: &Entry) -> Option<Diagnostic> {
    let (updated, date) = (record.updated.as_ref()?, entry.date.as_ref()?);
    (updated.value.date() < date.date()).then(|| {
        let day = date.date();
        let found = order(
            file,
            updated,
            &format!("更新日期（updated）早于日期 {day}"),
            &format!("`updated` is before the date {day}"),
        );
        match &record.date {
            Some(date) => found.related(file, Some(date.span.clone()), say!("日期", "the date")),
            None => found,
        }
    })
}

/// News of tomorrow that can be read today. With `publish_at` it is meant.
fn future(scene: &Scene, file: &SitePath, record: &Record, entry: &Entry) -> Option<Diagnostic> {
    let date = entry.date.as_ref().filter(|_| record.publish_at.is_none())?;
    let is_future = date.date() > scene.now.date();
    if entry.kind != Kind::News || !entry.published || !is_future {
        return None;
    }
    let day = date.date();
    let found = Diagnostic::new(
        &rules::FUTURE_DATE,
        say!(
            "日期 {day} 还没有到，这条新闻已经发布",
            "the date {day} is to come, but this is published already"
        ),
    )
    .help(say!(
        "改正日期；到那天再发布就写 `publish_at: {day}`",
        "correct the date, or write `publish_at: {day}` to publish it on that day"
    ));
    Some(match &record.date {
        Some(date) => found.at(file, date.span.clone()),
        None => found.in_file(file),
    })
}

fn order(file: &SitePath, date: &Located<Moment>, zh: &str, en: &str) -> Diagnostic {
    Diagnostic::new(&rules::DATE_ORDER, say!("{zh}", "{en}"))
        .at(file, date.span.clone())
        .help(say!("核对两个日期，改正其中一个", "check both dates and correct one"))
}

fn without_words(file: &SitePath, picture: &Picture, zh: &str, en: &str) -> Diagnostic {
    let src = &picture.src.value;
    Diagnostic::new(
        &rules::MISSING_ALT,
        say!("{zh}没有替代文字（alt）", "{en} has no alternative text (`alt`)"),
    )
    .at(file, picture.src.span.clone())
    .help(say!(
        "写成 `{{src: {src}, alt: 图片的内容}}`",
        "write `{{src: {src}, alt: what the picture shows}}`"
    ))
}
