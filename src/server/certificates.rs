//! What libpq's sslmode means, with rustls: <https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION>.

use std::path::Path;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::address::{Encryption, EncryptionMode};

/// Where Linux distributions keep whom they trust.
const SYSTEM: [&str; 3] =
    ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"];

/// Whom a client believes.
#[derive(Debug)]
struct Verifier {
    provider: Arc<CryptoProvider>,
    /// Nobody's certificate is looked at where there is none.
    chain: Option<Arc<WebPkiServerVerifier>>,
    looks_at_name: bool,
}

/// What makes connections of this kind.
///
/// # Errors
/// In words, when a file with certificates cannot be used.
pub(super) fn connector(encryption: &Encryption) -> Result<MakeRustlsConnect, String> {
    let Encryption { mode, root, own, is_direct, binding: _ } = encryption;
    let provider = Arc::new(ring::default_provider());
    let looks_at_chain = match mode {
        EncryptionMode::Disable | EncryptionMode::Prefer | EncryptionMode::Require => false,
        EncryptionMode::VerifyCa | EncryptionMode::VerifyFull => true,
    };
    let chain = if looks_at_chain { Some(chain(root.as_deref(), &provider)?) } else { None };
    let looks_at_name = *mode == EncryptionMode::VerifyFull;
    let verifier = Arc::new(Verifier { provider: provider.clone(), chain, looks_at_name });
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = builder.map_err(|error| error.to_string())?;
    let builder = builder.dangerous().with_custom_certificate_verifier(verifier);
    let mut config = match own {
        None => builder.with_no_client_auth(),
        Some((certificate, key)) => {
            let certificates = in_file(Path::new(certificate))?;
            let key = PrivateKeyDer::from_pem_file(key).map_err(|error| format!("the file of `sslkey`: {error}"))?;
            builder.with_client_auth_cert(certificates, key).map_err(|error| error.to_string())?
        }
    };
    if *is_direct {
        config.alpn_protocols = vec![b"postgresql".to_vec()];
    }
    Ok(MakeRustlsConnect::new(config))
}

/// Who may vouch for a server: those of a file, of the system, or those that browsers trust.
fn chain(root: Option<&str>, provider: &Arc<CryptoProvider>) -> Result<Arc<WebPkiServerVerifier>, String> {
    let mut roots = RootCertStore::empty();
    match root {
        Some("system") => {
            let file = SYSTEM.iter().map(Path::new).find(|path| path.exists());
            match file {
                Some(file) => drop(roots.add_parsable_certificates(in_file(file)?)),
                None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
            }
        }
        Some(file) => drop(roots.add_parsable_certificates(in_file(Path::new(file))?)),
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
    }
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone()).build();
    verifier.map_err(|error| format!("the file of certificates to trust: {error}"))
}

fn in_file(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let certificates = CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    certificates.map_err(|error| format!("the file of certificates {}: {error}", path.display()))
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(chain) = &self.chain else { return Ok(ServerCertVerified::assertion()) };
        let verified = chain.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        match verified {
            // the name is looked at last
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) if !self.looks_at_name => Ok(ServerCertVerified::assertion()),
            verified => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
