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

/** The error as a user has to see it; any other error as it is. */
export function whyNotListening(error: Error, address: string, port: number): Error {
  switch ((error as NodeJS.ErrnoException).code) {
    case "EADDRINUSE":
      return new NotRehearsableError([
        `${address}:${port} is in use, by another rehearsal perhaps. Wait for it or end it, and try again.`,
      ]);
    case "EADDRNOTAVAIL":
      return new NotRehearsableError([
        `this machine has no address ${address}. Linux has all of 127.0.0.0/8; on macOS add it with ` +
          `\`sudo ifconfig lo0 alias ${address} up\`, likewise for the others that are named here.`,
      ]);
    case "EACCES":
      return new NotRehearsableError([`this user may not listen at ${address}:${port}.`]);
    default:
      return error;
  }
}
