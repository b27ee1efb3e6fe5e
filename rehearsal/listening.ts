import type { Server } from "node:net";
import { NotRehearsableError } from "./not-rehearsable";

/** Starts listening. @throws {NotRehearsableError} where the address or the port cannot be had */
export async function listen(server: Server, address: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const fail = (error: Error) => reject(whyNotListening(error, address, port));
    server.once("error", fail);
    server.listen(port, address, () => {
      server.off("error", fail);
      resolve();
    });
  });
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
    throw whyNotListening(error as Error, address, port);
  }
}

/** The error as a user has to see it; any other error as it is. */
function whyNotListening(error: Error, address: string, port: number): Error {
  const reason = reasons(address, port).get((error as NodeJS.ErrnoException).code);
  return reason === undefined ? error : new NotRehearsableError([reason]);
}

/** By Node's code of the error. */
function reasons(address: string, port: number): Map<string | undefined, string> {
  return new Map([
    [
      "EADDRINUSE",
      `${address}:${port} is in use, by another rehearsal perhaps. Wait for it or end it, and try again.`,
    ],
    [
      "EADDRNOTAVAIL",
      `this machine has no address ${address}. Linux has all of 127.0.0.0/8; on macOS add it with ` +
        `\`sudo ifconfig lo0 alias ${address} up\`, likewise for the others that are named here.`,
    ],
    ["EACCES", `this user may not listen at ${address}:${port}.`],
  ]);
}
