//! Many things at the same time, but not too many.

use std::future::Future;

use tokio::task::JoinSet;

use super::DeployError;

/// Works on all items, so many at the same time, until one fails.
pub(super) async fn each<T, F, W>(limit: usize, items: Vec<T>, mut work: F) -> Result<(), DeployError>
where
    F: FnMut(T) -> W,
    W: Future<Output = Result<(), DeployError>> + Send + 'static,
{
    let mut items = items.into_iter();
    let mut running = JoinSet::new();
    loop {
        while running.len() < limit {
            let Some(item) = items.next() else { break };
            running.spawn(work(item));
        }
        match running.join_next().await {
            None => return Ok(()),
            Some(Ok(Ok(()))) => {}
            Some(Ok(Err(error))) => {
                running.shutdown().await;
                return Err(error);
            }
            Some(Err(panic)) => std::panic::resume_unwind(panic.into_panic()),
        }
    }
}
