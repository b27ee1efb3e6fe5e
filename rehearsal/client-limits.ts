/**
 * What the client itself may add to the time until it is served: the attempt that is under way when
 * the answer changes runs into its limits (to connect, to agree on TLS, to read), and a pause follows
 * (modules `regional_app.client.attempts`, `Limits`, and `retries`, `Backoff`).
 */
export const clientAllowanceSeconds = 2 + 2 + 6 + 2;

/** For a request with all its attempts (`Limits.request_seconds`). */
export const requestLimitSeconds = 15;
