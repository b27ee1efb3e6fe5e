import type { Random } from "../../failover/simulation/random";
import type { ServerAddress } from "./dns-listener";
import { type Question, type Reply, withoutCase } from "./message";
import { query, QueryError } from "./query";
import { drawn } from "./record-choice";

/** The name servers that a resolver asks, and the questions that it has under way. */
export class Upstream {
  private readonly asking = new Map<string, Promise<Reply | undefined>>();
  private readonly end = new AbortController();

  constructor(
    private readonly nameServers: readonly ServerAddress[],
    private readonly timeoutSeconds: number,
    private readonly random: Random,
  ) {}

  /**
   * Asks one of the name servers, and those left when it gives no answer; the same question is not
   * asked twice at a time.
   *
   * @returns nothing where none of them answers
   */
  ask(question: Question): Promise<Reply | undefined> {
    const key = `${question.type} ${withoutCase(question.name)}`;
    let reply = this.asking.get(key);
    if (reply === undefined) {
      reply = this.askInTurn(question).finally(() => this.asking.delete(key));
      this.asking.set(key, reply);
    }
    return reply;
  }

  /** Gives up what is under way. */
  close(): void {
    this.end.abort();
  }

  private async askInTurn({ name, type }: Question): Promise<Reply | undefined> {
    for (const server of drawn(this.nameServers, this.nameServers.length, this.random)) {
      try {
        const { timeoutSeconds } = this;
        const reply = await query(server, name, type, { timeoutSeconds, signal: this.end.signal });
        if (reply.code === "NOERROR" || reply.code === "NXDOMAIN") {
          return reply;
        }
      } catch (error) {
        if (!(error instanceof QueryError)) {
          throw error;
        }
      }
    }
    return undefined;
  }
}
