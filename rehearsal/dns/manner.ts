/** How a resolver treats the TTL of what it is told. */
export type Manner =
  | { kind: "honoursTtl" }
  /** Keeps and announces at least so long, as `cache-min-ttl` of unbound.conf(5) does. */
  | { kind: "minimumTtl"; seconds: number }
  /** Keeps everything so long beyond its TTL; it announces what is left of the TTL, at last 0. */
  | { kind: "overstays"; seconds: number };

/** How long a resolver answers with what it was told. */
export function keptSeconds(manner: Manner, ttlSeconds: number): number {
  return manner.kind === "overstays"
    ? ttlSeconds + manner.seconds
    : announcedSeconds(manner, ttlSeconds);
}

/** The TTL that it answers with at first; from there it counts down. */
export function announcedSeconds(manner: Manner, ttlSeconds: number): number {
  return manner.kind === "minimumTtl" ? Math.max(ttlSeconds, manner.seconds) : ttlSeconds;
}
