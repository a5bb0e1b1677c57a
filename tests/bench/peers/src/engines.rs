//! Each crate behind one form: from its name and the name of an OpenCC configuration to a function.

use crate::script::{Converter, Depth, Script, Terms, exact};

type Engine = Box<dyn Fn(&str) -> String>;

/// `None`: there is no such crate here, or it does not have that configuration.
pub fn engine(name: &str, configuration: &str) -> Option<Engine> {
    match name {
        "huimeng" => huimeng(configuration),
        "huimeng --exact" => {
            exact(configuration, "")?;
            let configuration = configuration.to_owned();
            Some(Box::new(move |text| exact(&configuration, text).unwrap_or_default()))
        }
        "ferrous-opencc" => ferrous(configuration),
        "opencc-fmmseg" => fmmseg(configuration),
        "opencc-jieba-rs" => jieba(configuration),
        "hanconv" => hanconv(configuration),
        "zhhz" => zhhz(configuration),
        "character_converter" => character_converter(configuration),
        _ => None,
    }
}

/// The normal mode. Quotation marks belong to it.
fn huimeng(configuration: &str) -> Option<Engine> {
    use Depth::*;
    use Script::*;
    let (from, to, depth) = match configuration {
        "s2t" => (Hans, Hant, Characters),
        "s2tw" => (Hans, HantTw, Characters),
        "s2twp" => (Hans, HantTw, Taiwan),
        "s2hk" => (Hans, HantHk, Characters),
        "s2hkp" => (Hans, HantHk, HongKong),
        "t2s" => (Hant, Hans, Characters),
        "tw2s" => (HantTw, Hans, Characters),
        "tw2sp" => (HantTw, Hans, Taiwan),
        "hk2s" => (HantHk, Hans, Characters),
        "hk2sp" => (HantHk, Hans, HongKong),
        "t2tw" => (Hant, HantTw, Characters),
        "t2hk" => (Hant, HantHk, Characters),
        "tw2t" => (HantTw, Hant, Characters),
        "hk2t" => (HantHk, Hant, Characters),
        _ => return None,
    };
    let converter = Converter::between(from, to, depth)?;
    let terms = Terms::default();
    Some(Box::new(move |text| converter.convert(text, &terms).into_owned()))
}

fn ferrous(configuration: &str) -> Option<Engine> {
    use ferrous_opencc::OpenCC;
    use ferrous_opencc::config::BuiltinConfig;
    let configuration = BuiltinConfig::from_filename(&format!("{configuration}.json")).ok()?;
    let converter = OpenCC::from_config(configuration).ok()?;
    Some(Box::new(move |text| converter.convert(text)))
}

/// On one core: it would take all.
fn fmmseg(configuration: &str) -> Option<Engine> {
    use opencc_fmmseg::{OpenCC, OpenccConfig};
    let configuration = OpenccConfig::try_from(configuration).ok()?;
    let mut converter = OpenCC::new();
    converter.set_parallel(false);
    Some(Box::new(move |text| converter.convert_with_config(text, configuration, false)))
}

fn jieba(configuration: &str) -> Option<Engine> {
    use opencc_jieba_rs::{OpenCC, OpenccConfig};
    let configuration = OpenccConfig::try_from(configuration).ok()?;
    let converter = OpenCC::new();
    Some(Box::new(move |text| converter.convert_with_config(text, configuration, false)))
}

fn hanconv(configuration: &str) -> Option<Engine> {
    use hanconv::Converters::*;
    let converter = match configuration {
        "s2t" => S2T,
        "s2tw" => S2TW,
        "s2twp" => S2TWP,
        "s2hk" => S2HK,
        "t2s" => T2S,
        "tw2s" => TW2S,
        "tw2sp" => TW2SP,
        "hk2s" => HK2S,
        "t2tw" => T2TW,
        "t2hk" => T2HK,
        "tw2t" => TW2T,
        "hk2t" => HK2T,
        _ => return None,
    };
    let converter = converter.new_converter();
    Some(Box::new(move |text| converter.convert(text)))
}

fn zhhz(configuration: &str) -> Option<Engine> {
    use zhhz::engine::{Config, Converter};
    let converter = Converter::new(Config::parse(configuration).ok()?);
    Some(Box::new(move |text| converter.convert(text)))
}

fn character_converter(configuration: &str) -> Option<Engine> {
    use character_converter::{simplified_to_traditional, traditional_to_simplified};
    match configuration {
        "s2t" => Some(Box::new(|text| simplified_to_traditional(text).into_owned())),
        "t2s" => Some(Box::new(|text| traditional_to_simplified(text).into_owned())),
        _ => None,
    }
}
