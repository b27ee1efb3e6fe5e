import { createServer, type Server } from "node:net";
import type { ServerAddress } from "./dns/dns-listener";
import { NotRehearsableError } from "./not-rehearsable";

/** Starts listening. @throws {NotRehearsableError} where the address or the port cannot be had */
export async function listen(server: Server, address: string, port: number): Promise<void> {
  await startServer({ start: () => listening(server, { address, port }) }, address, port);
}

/** The same for a server that starts by itself. */
export async function startServer(
  server: { start: () => Promise<void> },
  address: string,
  port: number,
): Promise<void> {
  try {
    await server.start();
  } catch (error) {
    const reason = whyNotListening(error as Error, { address, port });
    throw reason === undefined ? error : new NotRehearsableError([reason]);
  }
}

/** @throws {NotRehearsableError} with all of these that cannot be had over TCP */
export async function checkFree(wanted: readonly ServerAddress[]): Promise<void> {
  const reasons = await Promise.all(wanted.map(whyNotFree));
  const found = [...new Set(reasons.filter((reason) => reason !== undefined))];
  if (found.length > 0) {
    throw new NotRehearsableError(found);
  }
}

async function whyNotFree(wanted: ServerAddress): Promise<string | undefined> {
  const server = createServer();
  try {
    await listening(server, wanted);
    await new Promise((resolve) => server.close(resolve));
    return undefined;
  } catch (error) {
    const reason = whyNotListening(error as Error, wanted);
    if (reason === undefined) {
      throw error;
    }
    return reason;
  }
}

function listening(server: Server, { address, port }: ServerAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** The error as a user has to see it; absent for any other. */
function whyNotListening(error: Error, { address, port }: ServerAddress): string | undefined {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") {
    return `${address}:${port} is in use, by another rehearsal perhaps. Wait for it or end it, and try again.`;
  }
  if (code === "EADDRNOTAVAIL") {
    return (
      `this machine has no address ${address}. Linux has all of 127.0.0.0/8; on macOS add it with ` +
      `\`sudo ifconfig lo0 alias ${address} up\`.`
    );
  }
  return code === "EACCES" ? `this user may not listen at ${address}:${port}.` : undefined;
}
