//! Who we are to a target: from the environment alone. What is read here is never shown.

use crate::config::Service;

use super::DeployError;

/// Reads a variable of the environment.
pub type Environment<'e> = &'e dyn Fn(&str) -> Option<String>;

/// What a service is told. It has no `Debug` on purpose.
#[derive(Clone, Default)]
pub struct Credentials {
    pub id: Option<String>,
    pub secret: Option<String>,
    pub token: Option<String>,
    /// For SSH: a file with the private key, and what to do about an unknown host.
    pub key_file: Option<String>,
    pub known_hosts: Option<String>,
    /// May the provider's own chain be asked: its files, roles of this machine?
    pub chain: bool,
}

/// Variables of a provider: for the id, the secret and the token, each by several names, and those that say that
/// the provider's own chain has something to offer.
struct Names {
    id: &'static [&'static str],
    secret: &'static [&'static str],
    token: &'static [&'static str],
    chain: &'static [&'static str],
}

/// The credentials of a target. Its own variables, `HUIMENG_NAME_…`, come before those of the provider, so that
/// two targets of one provider can have two keys.
pub fn credentials(
    name: &str,
    service: Service,
    environment: Environment<'_>,
) -> Result<Credentials, DeployError> {
    let names = names(service);
    let prefix = format!("HUIMENG_{}", name.to_ascii_uppercase().replace('-', "_"));
    let set = |name: &str| environment(name).filter(|value| !value.is_empty());
    let own = |ending: &str| set(&format!("{prefix}_{ending}"));
    let first = |names: &[&str]| names.iter().find_map(|name| set(name));
    let (id, secret) = match (own("KEY_ID"), own("SECRET")) {
        (Some(id), Some(secret)) => (Some(id), Some(secret)),
        _ => (first(names.id), first(names.secret)),
    };
    let home_has_keys = service == Service::S3
        && set("HOME").is_some_and(|home| std::path::Path::new(&home).join(".aws/credentials").exists());
    let credentials = Credentials {
        token: own("TOKEN").or_else(|| first(names.token)),
        key_file: own("KEY_FILE"),
        known_hosts: own("KNOWN_HOSTS"),
        chain: home_has_keys
            || own("INSTANCE_ROLE").is_some()
            || names.chain.iter().any(|name| set(name).is_some()),
        id,
        secret,
    };
    let has_pair = credentials.id.is_some() && credentials.secret.is_some();
    let has_token = goes_by_token(service) && credentials.token.is_some();
    match has_pair || has_token || credentials.chain || !service.is_object_storage() {
        true => Ok(credentials),
        false => {
            let (own, usual): (&[&str], _) = match goes_by_token(service) {
                true => (&["TOKEN"], vec![names.token]),
                false => (&["KEY_ID", "SECRET"], vec![names.id, names.secret]),
            };
            let own = own.iter().map(|ending| format!("`{prefix}_{ending}`")).collect::<Vec<_>>().join(", ");
            let usual = usual.iter().filter_map(|names| names.first());
            let usual = usual.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            Err(DeployError::NoCredentials { service: service.name(), variables: format!("{own} / {usual}") })
        }
    }
}

impl Credentials {
    /// A text without what must not be shown.
    pub fn redact(&self, text: &str) -> String {
        let secrets = [&self.id, &self.secret, &self.token].into_iter().flatten();
        secrets
            .filter(|secret| secret.len() > 3)
            .fold(text.to_owned(), |text, secret| text.replace(secret.as_str(), "***"))
    }
}

/// Is a token all that the service asks for? Elsewhere it goes with a pair of id and secret.
fn goes_by_token(service: Service) -> bool {
    service == Service::Gcs
}

/// The variables that the providers' own tools read.
fn names(service: Service) -> Names {
    match service {
        Service::S3 => Names {
            id: &["AWS_ACCESS_KEY_ID"],
            secret: &["AWS_SECRET_ACCESS_KEY"],
            token: &["AWS_SESSION_TOKEN"],
            chain: &[
                "AWS_PROFILE",
                "AWS_SHARED_CREDENTIALS_FILE",
                "AWS_CONFIG_FILE",
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            ],
        },
        Service::Oss => Names {
            id: &["OSS_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_ID"],
            secret: &["OSS_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
            token: &["OSS_SESSION_TOKEN", "ALIBABA_CLOUD_SECURITY_TOKEN"],
            chain: &["ALIBABA_CLOUD_ROLE_ARN", "ALIBABA_CLOUD_OIDC_TOKEN_FILE", "ALIBABA_CLOUD_ECS_METADATA"],
        },
        Service::Cos => Names {
            id: &["TENCENTCLOUD_SECRET_ID"],
            secret: &["TENCENTCLOUD_SECRET_KEY"],
            token: &["TENCENTCLOUD_SECURITY_TOKEN", "TENCENTCLOUD_TOKEN"],
            chain: &["TENCENTCLOUD_ROLE_ARN", "TENCENTCLOUD_WEB_IDENTITY_TOKEN_FILE"],
        },
        Service::Obs => Names {
            id: &["HUAWEICLOUD_SDK_AK", "HUAWEI_CLOUD_ACCESS_KEY_ID"],
            secret: &["HUAWEICLOUD_SDK_SK", "HUAWEI_CLOUD_SECRET_ACCESS_KEY"],
            token: &[],
            chain: &[],
        },
        Service::Gcs => Names {
            id: &[],
            secret: &[],
            token: &["CLOUDSDK_AUTH_ACCESS_TOKEN", "GOOGLE_OAUTH_ACCESS_TOKEN"],
            chain: &["GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_CLOUD_PROJECT"],
        },
        Service::Webdav => Names {
            id: &["WEBDAV_USERNAME"],
            secret: &["WEBDAV_PASSWORD"],
            token: &["WEBDAV_TOKEN"],
            chain: &[],
        },
        Service::Fs | Service::Sftp => Names { id: &[], secret: &[], token: &[], chain: &[] },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(service: Service, variables: &[(&str, &str)]) -> Result<Credentials, DeployError> {
        let environment = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        credentials("my-site", service, &environment)
    }

    #[test]
    fn the_targets_own_variables_come_first() {
        let provider = ("OSS_ACCESS_KEY_ID", "public-id");
        let secret = ("OSS_ACCESS_KEY_SECRET", "public-secret");
        let both = read(Service::Oss, &[provider, secret]).ok().and_then(|found| found.id);
        assert_eq!(both.as_deref(), Some("public-id"));
        let own = [provider, secret, ("HUIMENG_MY_SITE_KEY_ID", "own"), ("HUIMENG_MY_SITE_SECRET", "s")];
        assert_eq!(read(Service::Oss, &own).ok().and_then(|found| found.id).as_deref(), Some("own"));
    }

    #[test]
    fn missing_credentials_are_named_before_anything_is_asked() {
        let error = read(Service::Oss, &[("OSS_ACCESS_KEY_ID", "x")]).err().unwrap();
        let help = error.diagnostic().help.unwrap().en;
        assert!(help.contains("OSS_ACCESS_KEY_SECRET") && help.contains("HUIMENG_MY_SITE_SECRET"), "{help}");
        assert!(read(Service::S3, &[("AWS_PROFILE", "work")]).is_ok_and(|found| found.chain));
        assert!(read(Service::Fs, &[]).is_ok());
    }

    #[test]
    fn a_token_is_enough_where_there_is_no_pair() {
        let help = read(Service::Gcs, &[]).err().unwrap().diagnostic().help.unwrap().en;
        assert!(help.contains("`HUIMENG_MY_SITE_TOKEN` / `CLOUDSDK_AUTH_ACCESS_TOKEN`"), "{help}");
        for name in ["HUIMENG_MY_SITE_TOKEN", "CLOUDSDK_AUTH_ACCESS_TOKEN", "GOOGLE_OAUTH_ACCESS_TOKEN"] {
            let found = read(Service::Gcs, &[(name, "t")]);
            assert_eq!(found.ok().and_then(|found| found.token).as_deref(), Some("t"));
        }
        assert!(read(Service::Oss, &[("OSS_SESSION_TOKEN", "t")]).is_err());
    }

    #[test]
    fn what_is_shown_holds_no_secret() {
        let found = read(Service::S3, &[("AWS_ACCESS_KEY_ID", "AKIAX"), ("AWS_SECRET_ACCESS_KEY", "hush")]);
        assert_eq!(found.ok().unwrap().redact("key AKIAX, hush!"), "key ***, ***!");
    }
}
