//! Dates as editors write them, and as the site means them. Knows nothing of files or fields.

use jiff::Zoned;
use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};

use crate::diagnostic::Say;
use crate::say;

/// A date, with a time of day where one was given, in the site's timezone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Moment {
    pub at: Zoned,
    pub has_time: bool,
}

impl Moment {
    pub fn date(&self) -> Date {
        self.at.date()
    }
}

/// A date as it was written, before the site's timezone is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    date: Date,
    time: Option<Time>,
    offset: Option<Offset>,
    /// `2024-05-16`, `2024-05-16 09:30` or RFC 3339; other forms are understood but not recommended.
    pub usual: bool,
}

impl Written {
    /// The moment meant: without an offset in `timezone`, and always told in it.
    pub fn at(&self, timezone: &TimeZone) -> Option<Moment> {
        let civil = self.date.to_datetime(self.time.unwrap_or(Time::midnight()));
        let at = match self.offset {
            Some(offset) => offset.to_timestamp(civil).ok()?.to_zoned(timezone.clone()),
            None => civil.to_zoned(timezone.clone()).ok()?,
        };
        Some(Moment { at, has_time: self.time.is_some() })
    }

    /// The same in the recommended form.
    pub fn usual_form(&self) -> String {
        let mut text = self.date.to_string();
        if let Some(time) = self.time {
            let form = if time.second() == 0 && self.offset.is_none() { "%H:%M" } else { "%H:%M:%S" };
            text.push(if self.offset.is_some() { 'T' } else { ' ' });
            text += &time.strftime(form).to_string();
        }
        match self.offset {
            Some(offset) if offset.is_zero() => text.push('Z'),
            Some(offset) => {
                let minutes = offset.seconds() / 60;
                let sign = if minutes < 0 { '-' } else { '+' };
                text += &format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60);
            }
            None => {}
        }
        text
    }
}

/// Reads `2024-05-16`, `2024-05-16 09:30`, RFC 3339, and what Chinese editors write: `2024-5-16`,
/// `2024/5/16`, `2024.5.16`, `2024年5月16日 9:30`, `2024年5月16日9时30分`. The error says what is impossible.
pub fn parse(text: &str) -> Result<Written, Say> {
    let narrow = narrow(text);
    let mut cursor = Cursor { rest: narrow.trim(), usual: narrow == text };
    let unclear = || say!("应写成 2024-05-16 或 2024-05-16 09:30", "write 2024-05-16 or 2024-05-16 09:30");

    let year = cursor.number(4, 4).ok_or_else(unclear)?;
    let separator = cursor.one_of("-/.年").ok_or_else(unclear)?;
    let month = cursor.number(1, 2).ok_or_else(unclear)?;
    cursor.one_of(if separator == '年' { "月" } else { separator_text(separator) }).ok_or_else(unclear)?;
    let day = cursor.number(1, 2).ok_or_else(unclear)?;
    if separator == '年' {
        cursor.one_of("日号").ok_or_else(unclear)?;
    }
    cursor.usual &= separator == '-';
    let date = civil_date(year, month, day)?;

    let (mut time, mut offset) = (None, None);
    if !cursor.rest.is_empty() {
        let spaced = cursor.separated();
        if !spaced && separator != '年' {
            return Err(unclear());
        }
        time = Some(cursor.time().ok_or_else(unclear)??);
        offset = cursor.offset().map_err(|()| unclear())?;
    }
    if !cursor.rest.is_empty() {
        return Err(unclear());
    }
    Ok(Written { date, time, offset, usual: cursor.usual })
}

/// What `24-5-20` and `20240520` mean most likely, in the recommended form.
pub fn meant(text: &str) -> Option<String> {
    let narrow = narrow(text);
    let text = narrow.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let written = match (digits, text.len()) {
        (2, _) => format!("20{text}"),
        (8, 8) => format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]),
        _ => return None,
    };
    parse(&written).ok().map(|written| written.usual_form())
}

/// Digits and signs of a full-width keyboard as ASCII has them.
fn narrow(text: &str) -> String {
    let narrow = |c: char| match c {
        '０'..='９' | '－' | '／' | '．' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    };
    text.chars().map(narrow).collect()
}

fn separator_text(separator: char) -> &'static str {
    match separator {
        '-' => "-",
        '/' => "/",
        _ => ".",
    }
}

fn civil_date(year: i64, month: i64, day: i64) -> Result<Date, Say> {
    if !(1000..=9000).contains(&year) {
        return Err(say!("没有 {year} 年这样的年份", "the year {year} cannot be meant"));
    }
    if !(1..=12).contains(&month) {
        return Err(say!("没有 {month} 月", "there is no month {month}"));
    }
    let first = Date::new(year as i16, month as i8, 1)
        .map_err(|_| say!("没有 {year} 年 {month} 月", "there is no month {year}-{month}"))?;
    let days = first.days_in_month();
    Date::new(year as i16, month as i8, day as i8).map_err(|_| {
        say!("{year} 年 {month} 月只有 {days} 天", "month {month} of {year} has only {days} days")
    })
}

/// What is left of the text, and whether it was usual so far.
struct Cursor<'a> {
    rest: &'a str,
    usual: bool,
}

impl Cursor<'_> {
    /// A number of `least` to `most` digits; fewer than `most` are unusual.
    fn number(&mut self, least: usize, most: usize) -> Option<i64> {
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        if !(least..=most).contains(&digits) {
            return None;
        }
        self.usual &= digits == most;
        let (number, rest) = self.rest.split_at(digits);
        self.rest = rest;
        number.parse().ok()
    }

    fn one_of(&mut self, characters: &str) -> Option<char> {
        let c = self.rest.chars().next().filter(|c| characters.contains(*c))?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    /// What stands between date and time.
    fn separated(&mut self) -> bool {
        if self.one_of("Tt").is_some() {
            return true;
        }
        let rest = self.rest.trim_start();
        let width = self.rest.len() - rest.len();
        self.usual &= width == 1;
        self.rest = rest;
        width > 0
    }

    /// `09:30`, `09:30:15.25`, `9时30分`, `9点`. `None` when it has no such form.
    fn time(&mut self) -> Option<Result<Time, Say>> {
        let hour = self.number(1, 2)?;
        let (mut minute, mut second) = (0, 0);
        match self.one_of(":：时点")? {
            mark @ (':' | '：') => {
                self.usual &= mark == ':';
                minute = self.number(2, 2)?;
                if self.one_of(":：").is_some() {
                    second = self.number(2, 2)?;
                    if self.one_of(".").is_some() {
                        self.rest = self.rest.trim_start_matches(|c: char| c.is_ascii_digit());
                    }
                }
            }
            _ => {
                self.usual = false;
                if self.rest.starts_with(|c: char| c.is_ascii_digit()) {
                    minute = self.number(1, 2)?;
                    self.one_of("分")?;
                }
            }
        }
        let clock = format!("{hour}:{minute:02}");
        // A leap second is the last moment of its minute.
        let time = Time::new(hour as i8, minute as i8, second.min(59) as i8, 0);
        Some(match time {
            Ok(time) if second <= 60 => Ok(time),
            _ => Err(say!("没有 {clock} 这个时刻", "there is no time {clock}")),
        })
    }

    /// `Z`, `+08:00`, `+0800`, or nothing.
    fn offset(&mut self) -> Result<Option<Offset>, ()> {
        let trimmed = self.rest.trim_start();
        self.usual &= trimmed.len() == self.rest.len();
        self.rest = trimmed;
        if self.rest.is_empty() {
            return Ok(None);
        }
        if self.one_of("Zz").is_some() {
            return Ok(Some(Offset::UTC));
        }
        let sign = if self.one_of("+-−").ok_or(())? == '+' { 1 } else { -1 };
        let (hours, minutes) = match self.rest.len() {
            4 => {
                self.usual = false;
                let both = self.number(4, 4).ok_or(())?;
                (both / 100, both % 100)
            }
            _ => {
                let hours = self.number(2, 2).ok_or(())?;
                self.one_of(":").ok_or(())?;
                (hours, self.number(2, 2).ok_or(())?)
            }
        };
        if hours > 18 || minutes > 59 {
            return Err(());
        }
        Offset::from_seconds(sign * (hours as i32 * 3600 + minutes as i32 * 60)).map(Some).map_err(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;
    use proptest::prelude::*;

    #[test]
    fn forms_that_editors_write() {
        let shanghai = TimeZone::get("Asia/Shanghai").expect("a known zone");
        let mut out = String::new();
        for text in [
            "2024-05-16",
            "2024-05-16 09:30",
            "2024-05-16T09:30",
            "2024-05-16T09:30:15+08:00",
            "2024-05-16T20:00:00Z",
            "2024-05-16 09:30:00 +0000",
            "2024-5-16",
            "2024/5/16",
            "2024.05.16",
            "2024年5月16日",
            "2024年5月16日 9:30",
            "2024年05月16日9时30分",
            "2024年5月16日 9：30",
            "２０２４－０５－１６",
            "２０２４年５月１６日",
            "2024-02-30",
            "2023-02-29",
            "2024-13-01",
            "2024-00-01",
            "2024-05-16 25:00",
            "0000-01-01",
            "2024-05-16 09",
            "20240516",
            "5月16日",
            "2024-05-16x",
            "2024-05/16",
            "昨天",
            "",
            "2024-05-16T09:30:00+99:00",
        ] {
            out += &match parse(text) {
                Ok(written) => {
                    let moment = written.at(&shanghai).expect("a moment");
                    let hint =
                        if written.usual { String::new() } else { format!(" => {}", written.usual_form()) };
                    format!("{text}: {} {}{hint}\n", moment.at.datetime(), moment.has_time)
                }
                Err(reason) => format!("{text}: {}\n", reason.zh),
            };
        }
        expect![[r#"
            2024-05-16: 2024-05-16T00:00:00 false
            2024-05-16 09:30: 2024-05-16T09:30:00 true
            2024-05-16T09:30: 2024-05-16T09:30:00 true
            2024-05-16T09:30:15+08:00: 2024-05-16T09:30:15 true
            2024-05-16T20:00:00Z: 2024-05-17T04:00:00 true
            2024-05-16 09:30:00 +0000: 2024-05-16T17:30:00 true => 2024-05-16T09:30:00Z
            2024-5-16: 2024-05-16T00:00:00 false => 2024-05-16
            2024/5/16: 2024-05-16T00:00:00 false => 2024-05-16
            2024.05.16: 2024-05-16T00:00:00 false => 2024-05-16
            2024年5月16日: 2024-05-16T00:00:00 false => 2024-05-16
            2024年5月16日 9:30: 2024-05-16T09:30:00 true => 2024-05-16 09:30
            2024年05月16日9时30分: 2024-05-16T09:30:00 true => 2024-05-16 09:30
            2024年5月16日 9：30: 2024-05-16T09:30:00 true => 2024-05-16 09:30
            ２０２４－０５－１６: 2024-05-16T00:00:00 false => 2024-05-16
            ２０２４年５月１６日: 2024-05-16T00:00:00 false => 2024-05-16
            2024-02-30: 2024 年 2 月只有 29 天
            2023-02-29: 2023 年 2 月只有 28 天
            2024-13-01: 没有 13 月
            2024-00-01: 没有 0 月
            2024-05-16 25:00: 没有 25:00 这个时刻
            0000-01-01: 没有 0 年这样的年份
            2024-05-16 09: 应写成 2024-05-16 或 2024-05-16 09:30
            20240516: 应写成 2024-05-16 或 2024-05-16 09:30
            5月16日: 应写成 2024-05-16 或 2024-05-16 09:30
            2024-05-16x: 应写成 2024-05-16 或 2024-05-16 09:30
            2024-05/16: 应写成 2024-05-16 或 2024-05-16 09:30
            昨天: 应写成 2024-05-16 或 2024-05-16 09:30
            : 应写成 2024-05-16 或 2024-05-16 09:30
            2024-05-16T09:30:00+99:00: 应写成 2024-05-16 或 2024-05-16 09:30
        "#]]
        .assert_eq(&out);
    }

    #[test]
    fn what_is_meant_by_a_short_form() {
        assert_eq!(meant("24-5-20").as_deref(), Some("2024-05-20"));
        assert_eq!(meant("24/5/20").as_deref(), Some("2024-05-20"));
        assert_eq!(meant("20240520").as_deref(), Some("2024-05-20"));
        assert_eq!(meant("24-13-20"), None);
        assert_eq!(meant("5月20日"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[0-9]{1,5}[-/年.][0-9]{1,3}[-/月][0-9]{1,3}[日T ]?[0-9:时分Z+]{0,12}|.{0,20}") {
            if let Ok(written) = parse(&text) {
                prop_assert!(written.at(&TimeZone::UTC).is_some());
                let usual = parse(&written.usual_form()).expect("the usual form can be read");
                prop_assert!(usual.usual);
                prop_assert_eq!(usual.at(&TimeZone::UTC), written.at(&TimeZone::UTC));
            }
        }
    }
}
