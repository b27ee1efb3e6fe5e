import { now } from "./clock";
import type { EventOf, Happening, RehearsalEvent } from "./events";

/** All events so far, for whoever asks, and each new one for whoever listens. */
export class EventLog {
  private readonly events: RehearsalEvent[] = [];
  private readonly listeners: ((event: RehearsalEvent) => void)[] = [];

  get all(): readonly RehearsalEvent[] {
    return this.events;
  }

  /** @param at Seconds since the epoch. @default now */
  add(happening: Happening, at = now()): void {
    const event: RehearsalEvent = { at, ...happening };
    this.events.push(event);
    for (const listener of this.listeners) {
      listener(event);
    }
  }

  listen(listener: (event: RehearsalEvent) => void): void {
    this.listeners.push(listener);
  }

  of<Kind extends Happening["event"]>(kind: Kind): EventOf<Kind>[] {
    return this.events.filter((event): event is EventOf<Kind> => event.event === kind);
  }
}
