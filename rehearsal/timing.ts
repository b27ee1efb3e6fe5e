/** A setting of the service, as `python -m regional_app --describe-settings` tells of it. */
export interface ServiceSetting {
  name: string;
  default: string | null;
}

/**
 * The service's own times, which run faster as everything else does, and what they are at least: below
 * that, processes that share a machine are too slow for each other.
 */
const leastSeconds = {
  RPO_SECONDS: 2,
  HEARTBEAT_SECONDS: 0.8,
  ISOLATION_SECONDS: 3,
  FAILBACK_MAXIMUM_SECONDS: 10,
};

/** The service's environment with time running `speed` times as fast. */
export function speedUpService(
  environment: Readonly<Record<string, string>>,
  settings: readonly ServiceSetting[],
  speed: number,
): Record<string, string> {
  const faster: Record<string, string> = { ...environment };
  for (const [name, least] of Object.entries(leastSeconds)) {
    const text = environment[name] ?? settings.find((setting) => setting.name === name)?.default;
    if (text !== undefined && text !== null) {
      faster[name] = String(secondsAt(Number(text), speed, least));
    }
  }
  return faster;
}

/** How long a service that was away keeps clients away at most. */
export function failbackSecondsAt(settings: readonly ServiceSetting[], speed: number): number {
  const found = settings.find(({ name }) => name === "FAILBACK_MAXIMUM_SECONDS");
  return secondsAt(Number(found?.default ?? 0), speed, leastSeconds.FAILBACK_MAXIMUM_SECONDS);
}

/** The objective for data that clients, services and the ledger go by. */
export function rpoSecondsAt(rpoSeconds: number, speed: number): number {
  return secondsAt(rpoSeconds, speed, leastSeconds.RPO_SECONDS);
}

function secondsAt(seconds: number, speed: number, least: number): number {
  return Math.min(seconds, Math.max(least, seconds / speed));
}
