import type { ServerAddress } from "../dns/dns-listener";
import { query, QueryError } from "../dns/query";

const limitSeconds = 2;

/** The name's IPv4 address as a name server has it; absent where it has none or does not answer. */
export async function lookUpAddress(
  server: ServerAddress | undefined,
  name: string,
): Promise<string | undefined> {
  return (await lookUpAddresses(server, name))?.[0];
}

/** All of them; absent where the server does not answer. */
export async function lookUpAddresses(
  server: ServerAddress | undefined,
  name: string,
): Promise<string[] | undefined> {
  if (server === undefined) {
    return undefined;
  }
  try {
    const { answers } = await query(server, name, "A", { timeoutSeconds: limitSeconds });
    return answers.flatMap((record) => (record.type === "A" ? [record.data] : []));
  } catch (error) {
    if (error instanceof QueryError) {
      return undefined;
    }
    throw error;
  }
}
