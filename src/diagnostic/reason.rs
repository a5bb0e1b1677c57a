//! Why the system refused something, in the two languages.

use std::io::{self, ErrorKind};

use super::Say;
use crate::say;

/// The reason in an error of the disk. Rare ones are told in the system's own words.
pub fn reason(error: &io::Error) -> Say {
    match error.kind() {
        ErrorKind::NotFound => say!("不存在", "it does not exist"),
        ErrorKind::PermissionDenied => say!("没有权限", "permission denied"),
        ErrorKind::AlreadyExists => say!("已经存在", "it exists already"),
        ErrorKind::StorageFull => say!("磁盘已满", "no space left on the disk"),
        ErrorKind::QuotaExceeded => say!("超出磁盘配额", "the disk quota is used up"),
        ErrorKind::ReadOnlyFilesystem => say!("磁盘是只读的", "the disk is read-only"),
        ErrorKind::NotADirectory => say!("路径中有一段不是文件夹", "a part of the path is not a folder"),
        ErrorKind::IsADirectory => say!("它是文件夹", "it is a folder"),
        ErrorKind::InvalidFilename => say!("文件名过长或不合法", "the file name is too long or not allowed"),
        ErrorKind::ResourceBusy => say!("正被占用，可能是挂载点", "it is in use, perhaps as a mount point"),
        ErrorKind::CrossesDevices => say!("跨越了两个磁盘", "it would cross from one disk to another"),
        ErrorKind::InvalidInput => say!("不是普通文件", "it is not a regular file"),
        _ => say!("{error}", "{error}"),
    }
}
