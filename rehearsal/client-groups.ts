import type { Manner } from "./dns/manner";

/** A process of clients behind one resolver. */
export interface ClientGroup {
  /** What events call it. */
  client: string;
  /** For people. */
  behaviour: string;
  /** Of its resolver. */
  manner: Manner;
  /** As the client's option `--dns` takes it. */
  dns: "honour" | "never-again";
  /** Whether what it sees is held against the prediction; others break the TTL, and are only shown. */
  isJudged: boolean;
}

/** A floor that resolvers are often given (unbound, `cache-min-ttl`). An assumption. */
const minimumSeconds = 30;
/** How long some resolvers keep what has expired. An assumption. */
const overstaySeconds = 60;

/**
 * Clients as there are: most follow the TTL, some resolvers raise short ones or keep answers longer, and
 * some programs look a name up once.
 */
export function clientGroups(speed: number): ClientGroup[] {
  const [least, beyond] = [minimumSeconds / speed, overstaySeconds / speed];
  return [
    {
      client: "honours",
      behaviour: "resolver honours the TTL",
      manner: { kind: "honoursTtl" },
      dns: "honour",
      isJudged: true,
    },
    {
      client: "minimum",
      behaviour: `resolver keeps answers ${seconds(least)} at least`,
      manner: { kind: "minimumTtl", seconds: least },
      dns: "honour",
      isJudged: false,
    },
    {
      client: "overstays",
      behaviour: `resolver keeps answers ${seconds(beyond)} too long`,
      manner: { kind: "overstays", seconds: beyond },
      dns: "honour",
      isJudged: false,
    },
    {
      client: "never",
      behaviour: "client never resolves again",
      manner: { kind: "honoursTtl" },
      dns: "never-again",
      isJudged: false,
    },
  ];
}

function seconds(value: number): string {
  return `${Math.round(value * 10) / 10} s`;
}
