//! Bodies of answers: bytes that are there, or that come bit by bit.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::sync::mpsc::Receiver;

pub(super) enum Reply {
    Whole(Option<Bytes>),
    /// From a task that reads a file or waits for events; it ends when the task drops its end.
    Stream(Receiver<Bytes>),
}

impl Reply {
    pub(super) fn of(bytes: impl Into<Bytes>) -> Reply {
        Reply::Whole(Some(bytes.into()).filter(|bytes| !bytes.is_empty()))
    }

    pub(super) fn nothing() -> Reply {
        Reply::Whole(None)
    }
}

impl Body for Reply {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let bytes = match self.get_mut() {
            Reply::Whole(bytes) => Poll::Ready(bytes.take()),
            Reply::Stream(stream) => stream.poll_recv(context),
        };
        bytes.map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Reply::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Reply::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
            Reply::Stream(_) => SizeHint::default(),
        }
    }
}
