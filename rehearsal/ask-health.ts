import * as https from "node:https";

export interface HealthAnswer {
  isHealthy: boolean;
  /** Names of what failed, as the service gives them, or why there was no answer. */
  reasons: string[];
}

const limitSeconds = 4;

/** Asks a Region's `/health` through its load balancer, whose certificate is for `name`. */
export function askHealth({
  address,
  port,
  name,
  path,
}: {
  address: string;
  port: number;
  name: string;
  path: string;
}): Promise<HealthAnswer> {
  return new Promise((resolve) => {
    const request = https.get(
      {
        host: address,
        port,
        path,
        headers: { host: name },
        servername: name,
        agent: false,
        rejectUnauthorized: false,
        timeout: limitSeconds * 1000,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.once("error", () => resolve(failed("no whole answer")));
        response.once("end", () => {
          const status = response.statusCode ?? 0;
          resolve(
            status >= 200 && status < 400
              ? { isHealthy: true, reasons: [] }
              : { isHealthy: false, reasons: failuresIn(Buffer.concat(chunks), status) },
          );
        });
      },
    );
    request.once("timeout", () => request.destroy(new Error("no answer in time")));
    request.once("error", (error: NodeJS.ErrnoException) =>
      resolve(failed(error.code ?? error.message)),
    );
  });
}

function failed(reason: string): HealthAnswer {
  return { isHealthy: false, reasons: [reason] };
}

/** As the service's `/health` writes them; a load balancer's own answer has only a status. */
function failuresIn(body: Buffer, status: number): string[] {
  try {
    const { failures } = JSON.parse(body.toString()) as { failures: { name: string }[] };
    return failures.map(({ name }) => name);
  } catch {
    return [`HTTP ${status}`];
  }
}
