//! From a target's settings to opendal's operator. This is the only place that knows the providers apart.

use std::path::Path;
use std::sync::Once;

use opendal::Operator;
use opendal::services::{Cos, Fs, Obs, Oss, S3, Webdav};

use crate::config::{DeployTarget, Service};

use super::DeployError;
use super::credentials::Credentials;

/// An operator rooted where the site is. Nothing is asked of the network yet.
pub(super) fn operator(
    target: &DeployTarget,
    site: &Path,
    credentials: &Credentials,
) -> Result<Operator, opendal::Error> {
    install_transport();
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let (bucket, endpoint) = (text(&target.bucket), text(&target.endpoint));
    let root = format!("/{}", target.prefix);
    let pair = credentials.id.as_deref().zip(credentials.secret.as_deref());
    match target.to {
        Service::Fs => {
            let folder = site.join(text(&target.path));
            let folder = std::path::absolute(&folder).unwrap_or(folder);
            Operator::new(Fs::default().root(&folder.to_string_lossy()))
        }
        Service::S3 => {
            let mut builder = S3::default().root(&root).bucket(&bucket);
            builder = match &target.endpoint {
                Some(endpoint) => builder.endpoint(endpoint),
                None => builder.enable_virtual_host_style(),
            };
            // Services that are compatible know no regions, yet it is a part of the signature.
            builder = builder.region(target.region.as_deref().unwrap_or("us-east-1"));
            if let Some((id, secret)) = pair {
                builder = builder.access_key_id(id).secret_access_key(secret).disable_config_load();
                if let Some(token) = &credentials.token {
                    builder = builder.session_token(token);
                }
            }
            if pair.is_some() || !credentials.chain {
                builder = builder.disable_ec2_metadata();
            }
            Operator::new(builder)
        }
        Service::Oss => {
            let mut builder = Oss::default().root(&root).bucket(&bucket).endpoint(&endpoint);
            if let Some((id, secret)) = pair {
                builder = builder.access_key_id(id).access_key_secret(secret);
                if let Some(token) = &credentials.token {
                    builder = builder.security_token(token);
                }
            }
            Operator::new(builder)
        }
        Service::Cos => {
            let mut builder = Cos::default().root(&root).bucket(&bucket).endpoint(&endpoint);
            if let Some((id, secret)) = pair {
                builder = builder.secret_id(id).secret_key(secret);
                if let Some(token) = &credentials.token {
                    builder = builder.security_token(token);
                }
            }
            Operator::new(builder)
        }
        Service::Obs => {
            let mut builder = Obs::default().root(&root).bucket(&bucket).endpoint(&endpoint);
            if let Some((id, secret)) = pair {
                builder = builder.access_key_id(id).secret_access_key(secret);
            }
            Operator::new(builder)
        }
        Service::Webdav => {
            let mut builder = Webdav::default().root(&root).endpoint(&endpoint);
            if let Some((user, password)) = pair {
                builder = builder.username(user).password(password);
            } else if let Some(token) = &credentials.token {
                builder = builder.token(token);
            }
            Operator::new(builder)
        }
        Service::Gcs => gcs(&root, &bucket, target.endpoint.as_deref(), credentials),
        Service::Sftp => sftp(&endpoint, &text(&target.path), credentials),
    }
}

/// Is a service part of this program?
pub(super) fn check_available(service: Service) -> Result<(), DeployError> {
    let missing = match service {
        Service::Gcs if cfg!(not(feature = "deploy-gcs")) => "deploy-gcs",
        Service::Sftp if cfg!(not(unix)) => "sftp",
        _ => return Ok(()),
    };
    Err(DeployError::NoService { service: service.name(), feature: missing })
}

#[cfg(feature = "deploy-gcs")]
fn gcs(
    root: &str,
    bucket: &str,
    endpoint: Option<&str>,
    credentials: &Credentials,
) -> Result<Operator, opendal::Error> {
    let mut builder = opendal::services::Gcs::default().root(root).bucket(bucket);
    if let Some(endpoint) = endpoint {
        builder = builder.endpoint(endpoint);
    }
    if let Some(token) = &credentials.token {
        builder = builder.token(token.clone()).disable_config_load().disable_vm_metadata();
    }
    Operator::new(builder)
}

#[cfg(not(feature = "deploy-gcs"))]
fn gcs(_: &str, _: &str, _: Option<&str>, _: &Credentials) -> Result<Operator, opendal::Error> {
    Err(opendal::Error::new(opendal::ErrorKind::Unsupported, "built without deploy-gcs"))
}

#[cfg(unix)]
fn sftp(endpoint: &str, path: &str, credentials: &Credentials) -> Result<Operator, opendal::Error> {
    let mut builder = opendal::services::Sftp::default().endpoint(endpoint).root(path);
    if let Some(file) = &credentials.key_file {
        builder = builder.key(file);
    }
    if let Some(known_hosts) = &credentials.known_hosts {
        builder = builder.known_hosts_strategy(known_hosts);
    }
    Operator::new(builder)
}

#[cfg(not(unix))]
fn sftp(_: &str, _: &str, _: &Credentials) -> Result<Operator, opendal::Error> {
    Err(opendal::Error::new(opendal::ErrorKind::Unsupported, "no SSH on this system"))
}

/// TLS with ring, and HTTP with reqwest, once for the program.
fn install_transport() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // It fails only when another part of the program was first, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        opendal_http_transport_reqwest::install_default();
    });
}
