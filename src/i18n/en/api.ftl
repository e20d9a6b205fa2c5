# What the API and the error pages say of a refusal, by code (docs/problems.md).
problem-malformed = The request cannot be read: { $value }
problem-invalid_body = The request does not have the expected shape: { $value }
problem-unsupported_media_type = This type of content is not accepted: { $value }
problem-too_large = The request is too large (limit: { $value } bytes)
problem-too_slow = The request took more than { $value } s to arrive: send it again
problem-signed_out = Sign in, or give a valid token
problem-csrf = The form is not from this session: reload the page and try again
problem-version_required = Give the version of the case you read (If-Match header or version field)
problem-not_found = There is nothing at this address, or you cannot open it
problem-forbidden = You cannot do this
problem-version_conflict = The case has changed meanwhile: it is at version { $value }
problem-invalid_input = Some answers need correcting
problem-idempotency_key_reused = This idempotency key was used with another body: take a new one
problem-idempotency_key_in_flight = A request with this idempotency key is under way: wait for its answer
problem-too_many_requests = Too many requests: try again in { $value } s
problem-unavailable = The service is unavailable for a moment: try again in a few seconds
problem-internal = Something went wrong on our side. Nothing was saved
