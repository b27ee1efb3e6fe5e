import { type ClientKind, type Outcome, Resolver } from "../answer";
import type { Assumptions } from "../constants";
import { Health } from "../health";
import type { NameModel } from "../name-model";
import { lookUp } from "../reach";
import { ttlOf } from "../recovery";
import type { Signal } from "../signals";
import type { Group, IndexedRecord } from "../topology-index";
import type { EventQueue } from "./event-queue";
import type { Random } from "./random";

/** What a resolver was told, and until when it keeps that. */
interface Kept {
  record: IndexedRecord | undefined;
  until: number;
}

/** Deeper than resolvers follow CNAMEs. */
const maximumSteps = 64;

/**
 * Clients behind one resolver that never stop connecting: what the resolver keeps is asked for anew
 * the moment it expires, of a name server that sees every turned signal after a delay of its own.
 */
export class Client {
  /** Where new connections go: absent where there is no address. */
  private end: IndexedRecord | undefined;
  private readonly kept = new Map<Group, Kept>();
  private readonly turned = new Map<Signal, boolean>();
  private readonly latest = new Map<Signal, number>();
  private view: Resolver;
  private walks = 0;
  private isRight: (end: IndexedRecord | undefined) => boolean = () => true;
  /** Until when connections went wrong. */
  private wrongUntil = -Infinity;

  constructor(
    private readonly model: NameModel,
    readonly kind: ClientKind,
    private readonly queue: EventQueue,
    private readonly random: Random,
    private readonly assumed: Assumptions,
  ) {
    this.view = this.currentView();
    // The resolver has been at work for a while: what it keeps is of any age.
    this.walk((ttlSeconds) => this.random.between(0, ttlSeconds));
  }

  /** A signal has turned; this client's name server will answer by it soon. */
  hear(signal: Signal, isHealthy: boolean, order: number): void {
    const { least, most } = this.assumed.propagationSeconds;
    this.queue.after(this.random.between(least, most), () => {
      if (order > (this.latest.get(signal) ?? -1)) {
        this.latest.set(signal, order);
        this.turned.set(signal, isHealthy);
        this.view = this.currentView();
        this.walk((ttlSeconds) => ttlSeconds);
      }
    });
  }

  /** From now on, connections are right only at these ends. */
  expect(isRight: (end: IndexedRecord | undefined) => boolean): void {
    this.isRight = isRight;
    this.wrongUntil = this.queue.now;
  }

  /** Since when all connections have been right; infinite while they are not. */
  get rightSince(): number {
    return this.isRight(this.end) ? this.wrongUntil : Infinity;
  }

  /** Follows the name with what is kept, asking for what has expired. */
  private walk(lifetime: (ttlSeconds: number) => number): void {
    if (!this.isRight(this.end)) {
      this.wrongUntil = this.queue.now;
    }
    const questions = new Set<Group>();
    let group = lookUp(this.model.index, this.model.name, this.kind.type);
    this.end = undefined;
    while ("records" in group && !questions.has(group) && questions.size < maximumSteps) {
      questions.add(group);
      const { record } = this.ask(group, lifetime);
      if (record?.cname === undefined) {
        this.end = record;
        break;
      }
      group = lookUp(this.model.index, record.cname, this.kind.type);
    }
    this.walkAgain([...questions]);
  }

  private ask(group: Group, lifetime: (ttlSeconds: number) => number): Kept {
    const known = this.kept.get(group);
    if (known !== undefined && known.until > this.queue.now) {
      return known;
    }
    const record = this.pickFrom(this.view.outcome(group));
    const ttlSeconds =
      record === undefined ? this.assumed.negativeTtlSeconds : ttlOf(record, this.assumed);
    const kept = { record, until: this.queue.now + lifetime(ttlSeconds) };
    this.kept.set(group, kept);
    return kept;
  }

  private pickFrom({ records, someWithout }: Outcome): IndexedRecord | undefined {
    return this.random.pick(someWithout ? [...records, undefined] : records);
  }

  /** A TTL of 0 needs no timer: then every change is walked as it is heard of. */
  private walkAgain(questions: readonly Group[]): void {
    this.walks += 1;
    const walk = this.walks;
    const next = Math.min(
      ...questions
        .map((group) => this.kept.get(group)?.until ?? Infinity)
        .filter((until) => until > this.queue.now),
    );
    if (next < Infinity) {
      this.queue.after(next - this.queue.now, () => {
        if (walk === this.walks) {
          this.walk((ttlSeconds) => ttlSeconds);
        }
      });
    }
  }

  private currentView(): Resolver {
    const health = new Health((signal) =>
      (this.turned.get(signal) ?? true) ? "healthy" : "unhealthy",
    );
    return new Resolver(this.model.index, health, this.kind);
  }
}
