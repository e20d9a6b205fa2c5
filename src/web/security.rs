//! Headers that every answer carries, and one line in the log per request.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::middleware::Next;
use actix_web::web::Data;

use crate::usecases::app::App;

/// Nothing from elsewhere, nothing inline, in no frame (promises.md §2).
const POLICY: &str = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; \
                      form-action 'self'";

/// Adds the headers and logs the request at debug level, without query, addresses or bodies.
///
/// # Errors
/// Those of the handler.
pub async fn guard<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let secure = request
        .app_data::<Data<App>>()
        .is_some_and(|app| app.public_url.starts_with("https://"));
    let method = request.method().clone();
    let mut response = next.call(request).await?;
    let path = response.request().match_pattern().unwrap_or_default();
    // A mailed link must not leave its page in a referrer; the origin must, or its form is taken for a
    // stranger's.
    let referrer = if path.contains("{token}") {
        "strict-origin"
    } else {
        "same-origin"
    };
    tracing::debug!(http.method = %method, http.route = path, http.status = response.status().as_u16(), "answered");
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    set(CONTENT_SECURITY_POLICY, POLICY);
    set(X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(REFERRER_POLICY, referrer);
    set(CACHE_CONTROL, "no-store");
    set(
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    if secure {
        set(
            STRICT_TRANSPORT_SECURITY,
            "max-age=31536000; includeSubDomains",
        );
    }
    Ok(response)
}
