//! The arguments of `onboard request export` and `onboard request import`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::ChangeArgs;
use crate::model::ClientId;

/// Write the configuration of an environment in a format that platforms read
///
/// rfc7591: a dynamic client registration, with names in both languages. saml-metadata: SAML 2.0 metadata of a service
/// provider. keycloak: a client representation. A configuration that lacks what the format needs is refused, with the
/// place; what the format has no room for is said.
///
/// Example: onboard request export acme CR-0107 --format rfc7591 -o registration.json
#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// The id of the client
    #[arg(value_name = "CLIENT")]
    pub(crate) id: ClientId,
    /// The number of a request, or the id of an environment
    #[arg(value_name = "REQUEST")]
    pub(crate) target: String,
    /// The format; the usual one of the configuration when none is named
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<ExchangeFormat>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Take a configuration over from a registration or from SAML metadata
///
/// Reads a registration request or response (RFC 7591, JSON) or the metadata of a service provider (XML), and changes what
/// the client file says otherwise, in one commit. What no field is there for is said, and so is what stays. A secret in the
/// file is refused. Persons are never taken over.
///
/// Example: onboard request import acme test metadata.xml --dry-run
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// The id of the client
    #[arg(value_name = "CLIENT")]
    pub(crate) id: ClientId,
    /// The id of the environment
    #[arg(value_name = "ENVIRONMENT")]
    pub(crate) environment: String,
    /// The file; - is standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// What the file is, where it does not show
    #[arg(long = "as", value_name = "FORMAT")]
    pub(crate) read_as: Option<ImportFormat>,
    #[command(flatten)]
    pub(crate) change: ChangeArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExchangeFormat {
    Rfc7591,
    SamlMetadata,
    Keycloak,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ImportFormat {
    Rfc7591,
    SamlMetadata,
}
